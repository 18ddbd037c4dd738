def build(task, rng):
    block = task.add("cube", region="table_left")
    can = task.add("can", region="table_front")
    task.say("Put the {can} on the {cube}.", can, block)
    task.goal(held_for(can.on(block), 0.5))
    task.stage("put it on", pick(can), place(can, block.top, offset=(0.045, 0)))
