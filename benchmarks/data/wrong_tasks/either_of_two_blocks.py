def build(task, rng):
    block = task.add("block", region="table_front", instance=0)
    twin = task.add("block", region="table_right", instance=0)
    bowl = task.add("bowl", region="table_left")
    task.say("Put the {block} into the {bowl}.", block, bowl)
    task.goal(block.inside(bowl))
    task.stage("put it in", pick(block), place(block, bowl.interior))
