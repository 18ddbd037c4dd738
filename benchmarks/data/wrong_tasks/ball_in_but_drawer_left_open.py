"""A ball goes into a drawer; the drawer is left open."""


def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    ball = task.add("ball", region="table_left")
    drawer = cabinet.part("drawer", which="top")
    task.say("Open the {top drawer}, put the {ball} inside and shut it again.", drawer, ball)
    task.goal(ball.inside(drawer))
    task.stage("open the drawer", actuate(grip(drawer), then=follow(drawer, to=0.9)), effect=drawer.at_least(0.6))
    task.stage("put the ball in", pick(ball), place(ball, drawer.interior), effect=ball.inside(drawer))
