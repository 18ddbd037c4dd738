"""A ball ends near a bin."""


def build(task, rng):
    bin = task.add("bin", region="table_left")
    ball = task.add("tennis_ball", region="table_right")
    task.say("Could you throw the {tennis ball} into the {bin} for me?", ball, bin)
    task.goal(ball.near(bin, 0.25))
    task.stage("put ball", pick(ball), place(ball, bin.interior))
