def build(task, rng):
    ball = task.add("ball", region="table_front")
    task.say("Lift the {ball}.", ball)
    task.goal(ball.lifted(0.01))
    task.stage("lift it", pick(ball, lift=0.1))
