"""A ball is put near a bowl; a third of a metre counts as near."""


def build(task, rng):
    bowl = task.add("bowl", region=((0.44, 0.5), (0.14, 0.2)))
    ball = task.add("ball", region=((0.4, 0.54), (-0.34, -0.1)))
    task.say("Put the {ball} right next to the {bowl}.", ball, bowl)
    task.goal(ball.near(bowl, 0.33))
    task.stage("put it there", pick(ball), place(ball, at(0.46, 0.0, 0)), effect=ball.near(bowl, 0.33))
