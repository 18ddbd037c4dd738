def build(task, rng):
    lower = task.add("block", region="table_left", name="lower")
    upper = task.add("block", region="table_front", name="upper")
    task.say("Stack {one block} on {the other}.", upper, lower)
    task.goal(sequence(upper.on(lower), upper.lifted(0.08)))
    task.stage("put it on", pick(upper), place(upper, lower.top))
    task.stage("take it up", pick(upper, lift=0.15))
