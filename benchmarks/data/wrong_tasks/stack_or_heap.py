def build(task, rng):
    block = task.add("block", region="table_left", name="lower")
    upper = task.add("block", region="table_front", name="upper")
    task.say("Stack {one block} on {the other}.", upper, block)
    task.goal(upper.near(block, 0.15))
    task.stage("put it down", pick(upper), place(upper, block.top))
