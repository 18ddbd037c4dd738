def build(task, rng):
    block = task.add("block", region="table_front")
    task.say("Stand the {block} upright.", block)
    task.goal(block.upright())
    task.stage("lift it", pick(block))
