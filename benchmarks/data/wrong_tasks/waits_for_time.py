def build(task, rng):
    block = task.add("block", region="table_front")
    task.say("Hold the {block} for 2 seconds.", block)
    task.goal(held_for(block.upright(1.5), 2.0))
    task.stage("lift it", pick(block))
