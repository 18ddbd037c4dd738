def build(task, rng):
    ball = task.add("ball", region=((0.40, 0.42), (0.28, 0.30)))
    can = task.add("can", region=((0.48, 0.50), (-0.01, 0.01)), instance=0)
    task.say("Lift the {ball}.", ball)
    task.goal(ball.lifted(0.08))
    task.stage(
        "sweep past",
        actuate(
            [meet(hand.tip, at(0.49, -0.15, 0.05)), parallel(hand.approach, down)],
            gripper="shut",
            then=translate(left, 0.25),
        ),
    )
    task.stage("lift it", pick(ball, lift=0.12))
