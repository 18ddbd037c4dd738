"""A ball is put to the right of a bowl."""


def build(task, rng):
    bowl = task.add("bowl", region=((0.46, 0.5), (-0.02, 0.02)))
    ball = task.add("cube", region=((0.4, 0.54), (0.24, 0.34)))
    task.say("Put the {cube} down to the left of the {bowl}, a hand's breadth from it.", ball, bowl)
    task.goal(ball.near(bowl, 0.2))
    task.stage("put it there", pick(ball), place(ball, at(0.48, -0.15, 0)), effect=ball.near(bowl, 0.2))
