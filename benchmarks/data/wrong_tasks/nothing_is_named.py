def build(task, rng):
    block = task.add("block", region="table_front")
    bowl = task.add("bowl", region="table_left")
    task.say("Do the usual thing.")
    task.goal(block.inside(bowl))
    task.stage("put it in", pick(block), place(block, bowl.interior))
