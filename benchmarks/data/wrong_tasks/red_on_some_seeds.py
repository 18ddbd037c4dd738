"""A cube of one of two colours goes into a bin; the sentence always says the same colour."""


def build(task, rng):
    container = task.add("bin", region=((0.44, 0.52), (-0.06, 0.06)))
    cube = task.add("cube", region=((0.36, 0.5), (0.2, 0.34)), colour=rng.choice(["red", "red", "red", "blue"]))
    task.say("Put the {red cube} into the {bin}.", cube, container)
    task.goal(cube.inside(container))
    task.stage("put it in", pick(cube), place(cube, container), effect=cube.inside(container))
