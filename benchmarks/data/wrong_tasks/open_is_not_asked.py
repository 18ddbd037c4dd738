def build(task, rng):
    cabinet = task.add(
        "drawer_cabinet", region=((0.68, 0.73), (-0.06, 0.06)), facing="robot", instance=0, joints={"drawer_top": 0.9}
    )

    ball = task.add("ball", region="table_left")
    drawer = cabinet.part("drawer_top")
    task.say("Open the {top drawer} and put the {ball} inside.", drawer, ball)
    task.goal(ball.inside(drawer))
    task.stage("put it in", pick(ball), place(ball, drawer.interior, offset=(0.04, 0)))
