"""A red cube goes into a bin, after a blue one was moved out of the way."""


def build(task, rng):
    container = task.add("bin", region=((0.44, 0.52), (-0.06, 0.06)))
    red = task.add("cube", region=((0.36, 0.5), (0.2, 0.34)), colour="red")
    blue = task.add("cube", region=((0.36, 0.5), (-0.34, -0.2)), colour="blue")
    task.say("Put the {red cube} into the {bin} without touching the blue cube.", red, container)
    task.goal(red.inside(container))
    task.stage("make room", pick(blue), place(blue, at(0.6, -0.25, 0)))
    task.stage("put it in", pick(red), place(red, container), effect=red.inside(container))
