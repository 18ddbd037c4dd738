def build(task, rng):
    block = task.add("block", region="table_front")
    bowl = task.add("bowl", region="table_left")
    task.say("Put the {block} into the {bowl}.", block, bowl)
    task.goal(block.inside(bowl))
    task.stage("put it in", pick(block), place(block, bowl.interior))
    task.stage("move the bowl", pick(bowl), place(bowl, at(0.45, 0.1, 0)))
