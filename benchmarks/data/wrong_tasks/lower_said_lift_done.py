def build(task, rng):
    block = task.add("block", region="table_front")
    task.say("Lower the {block}.", block)
    task.goal(block.lifted(0.08))
    task.stage("lift it", pick(block, lift=0.12))
