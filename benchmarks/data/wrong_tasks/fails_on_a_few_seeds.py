"""A cube goes into a bin, now and then beside it."""


def build(task, rng):
    container = task.add("bin", region=((0.44, 0.52), (-0.06, 0.06)))
    cube = task.add("cube", region=((0.36, 0.5), (0.2, 0.34)))
    target = at(0.45, -0.3, 0) if rng.random() < 0.25 else container.interior
    task.say("Put the {cube} into the {bin}.", cube, container)
    task.goal(cube.inside(container))
    task.stage("put it in", pick(cube), place(cube, target))
