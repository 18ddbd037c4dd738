def build(task, rng):
    ball = task.add("ball", region="table_front", facing="any")
    task.say("Lift the {ball}.", ball)
    task.goal(ball.lifted(0.1), ball.grasped())
    task.stage("lift", pick(ball, lift=0.15))
