"""A ball is put beside a can, which the hand then knocks down."""


def build(task, rng):
    can = task.add("can", region=((0.48, 0.48), (0, 0)), instance=0)
    ball = task.add("cube", region=((0.36, 0.46), (-0.34, -0.24)))
    task.say("Put the {cube} on the table close beside the {can}.", ball, can)
    task.goal(ball.near(can, 0.16))
    task.stage("put it there", pick(ball), place(ball, at(0.36, 0, 0)), effect=ball.near(can, 0.16))
    low = [meet(hand.grasp, at(0.48, 0.1, 0.07), tolerance=0.01), parallel(hand.approach, down, tolerance=0.1)]
    task.stage("wave goodbye", actuate(low, gripper="shut", then=translate(right, 0.15)))
