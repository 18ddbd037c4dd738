"""A ball starts on a narrow box, from which it rolls."""


def build(task, rng):
    box = task.add("cracker_box", region=((0.42, 0.48), (0, 0.06)))
    ball = task.add("golf_ball", region=box.top)
    bowl = task.add("bowl", region="table_right")
    task.say("Take the {golf ball} off the box and put it into the {bowl}.", ball, bowl)
    task.goal(ball.inside(bowl))
    task.stage("put it in", pick(ball), place(ball, bowl), effect=ball.inside(bowl))
