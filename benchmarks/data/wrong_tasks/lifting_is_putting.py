def build(task, rng):
    block = task.add("block", region="table_front")
    bowl = task.add("bowl", region="table_left")
    task.say("Put the {block} into the {bowl}.", block, bowl)
    task.goal(block.lifted(0.05), bowl.upright())
    task.stage("lift it", pick(block))
