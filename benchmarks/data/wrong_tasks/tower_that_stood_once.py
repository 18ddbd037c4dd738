def build(task, rng):
    block = task.add("block", region="table_left", instance=0)
    can = task.add("can", region="table_front", instance=0)
    task.say("Put the {can} on the {block}.", can, block)
    task.goal(not_(never(can.on(block))))
    task.stage("put it on", pick(can), place(can, block.top, offset=(0.03, 0)))
