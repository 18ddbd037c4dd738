def build(task, rng):
    lower = task.add("block", region="table_left", name="lower")
    upper = task.add("block", region="table_front", name="upper")
    task.say("Build a tower of three blocks.")
    task.goal(upper.on(lower))
    task.stage("put it on", pick(upper), place(upper, lower.top))
