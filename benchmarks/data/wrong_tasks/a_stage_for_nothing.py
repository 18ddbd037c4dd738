def build(task, rng):
    block = task.add("block", region="table_front")
    bowl = task.add("bowl", region="table_left")
    task.say("Put the {block} into the {bowl}.", block, bowl)
    task.goal(block.inside(bowl))
    task.stage("put it in", pick(block), place(block, bowl.interior))
    task.stage(
        "go up", actuate([meet(hand.grasp, at(0.4, 0, 0.4)), parallel(hand.approach, down)], gripper="shut", retreat=0)
    )
