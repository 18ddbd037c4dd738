def build(task, rng):
    block = task.add("block", region="table_front")
    task.say("Put the {block} in the middle of the table.", block)
    task.goal(block.at_pose((0.5, 0, -0.03), tolerance=0.02))
    task.stage("put it there", pick(block), place(block, at(0.5, 0, -0.03)))
