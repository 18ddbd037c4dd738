"""A ball is moved away from a bowl, from where it may be far away already."""


def build(task, rng):
    bowl = task.add("bowl", region=((0.44, 0.48), (-0.02, 0.02)))
    ball = task.add("ball", region=((0.36, 0.56), (-0.2, 0.2)))
    task.say("Move the {ball} away from the {bowl}.", ball, bowl)
    task.goal(not_(ball.near(bowl, 0.16)))
    task.stage("move it away", pick(ball), place(ball, at(0.4, 0.35, 0)), effect=not_(ball.near(bowl, 0.16)))
