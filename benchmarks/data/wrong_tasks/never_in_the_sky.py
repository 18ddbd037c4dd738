def build(task, rng):
    ball = task.add("ball", region="table_front")
    task.say("Keep the {ball} down.", ball)
    task.goal(never(ball.lifted(0.9)))
    task.stage("lift it", pick(ball, lift=0.1))
