"""A ball is put on a cube, from which it rolls."""


def build(task, rng):
    cube = task.add("cube", region=((0.44, 0.5), (-0.1, 0)))
    ball = task.add("ball", region=((0.36, 0.5), (0.2, 0.34)))
    task.say("Balance the {ball} on top of the {cube}.", ball, cube)
    task.goal(not_(never(ball.near(cube, 0.05))))
    task.stage("balance it", pick(ball), place(ball, cube), effect=not_(never(ball.near(cube, 0.05))))
