def build(task, rng):
    ball = task.add("ball", region="table_front")
    task.say("Lift the {ball} by 30 cm.", ball)
    task.goal(ball.lifted(0.08))
    task.stage("lift it", pick(ball, lift=0.12))
