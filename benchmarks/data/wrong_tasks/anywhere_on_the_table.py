def build(task, rng):
    block = task.add("block", region="table_front")
    bowl = task.add("bowl", region="table_left")
    task.say("Bring the {block} next to the {bowl}.", block, bowl)
    task.goal(block.near(bowl, 1.5))
    task.stage("bring it", pick(block), place(block, at(0.45, 0.1, 0)))
