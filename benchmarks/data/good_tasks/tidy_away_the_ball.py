"""A ball goes into a drawer that is shut afterwards."""


def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    ball = task.add("ball", region="table_left")
    drawer = cabinet.part("drawer", which="top")
    task.say("Open the {top drawer}, put the {ball} inside and close the drawer again.", drawer, ball)
    task.goal(sequence(drawer.at_least(0.5), all_of(ball.inside(drawer), drawer.at_most(0.1))))
    task.stage("open the drawer", actuate(grip(drawer), then=follow(drawer, to=0.9)), effect=drawer.at_least(0.6))
    task.stage("put the ball in", pick(ball), place(ball, drawer.interior), effect=ball.inside(drawer))
    task.stage("close the drawer", actuate(grip(drawer), then=follow(drawer, to=0)), effect=drawer.at_most(0.1))
