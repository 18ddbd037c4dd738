def build(task, rng):
    block = task.add("block", region="table_front")
    plate = task.add("plate", region="table_right")
    bowl = task.add("bowl", region="table_left")
    task.say("Put the {block} on the {plate}.", block, bowl)
    task.goal(block.inside(bowl))
    task.stage("put it in", pick(block), place(block, bowl.interior))
