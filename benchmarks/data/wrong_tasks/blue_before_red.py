"""Two cubes go into a bin, the blue one before the red one."""


def build(task, rng):
    container = task.add("bin", region=((0.44, 0.52), (-0.06, 0.06)))
    red = task.add("cube", region=((0.36, 0.5), (0.2, 0.34)), colour="red")
    blue = task.add("cube", region=((0.36, 0.5), (-0.34, -0.2)), colour="blue")
    task.say("Put the {red cube} into the {bin} first and only then the {blue cube}.", red, container, blue)
    task.goal(red.inside(container), blue.inside(container))
    task.stage("blue in", pick(blue), place(blue, container, offset=(0, -0.04)), effect=blue.inside(container))
    task.stage("red in", pick(red), place(red, container, offset=(0, 0.04)), effect=red.inside(container))
