def build(task, rng):
    block = task.add("block", region=((0.88, 0.9), (-0.3, -0.25)))
    task.say("Lift the {block}.", block)
    task.goal(block.lifted(0.08))
    task.stage("lift it", pick(block, lift=0.12))
