def build(task, rng):
    block = task.add("block", region=((0.44, 0.46), (-0.02, 0.02)))
    task.say("Move the {block}.", block)
    task.goal(not_(block.unchanged(0.005)))
    task.stage("lift it", pick(block, lift=0.1))
