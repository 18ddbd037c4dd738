def build(task, rng):
    block = task.add("block", region="table_left")
    can = task.add("can", region="table_front")
    task.say("Put the {block} on the {can}.", block, can)
    task.goal(can.on(block))
    task.stage("put it on", pick(can), place(can, block.top))
