"""The small one of two discs goes into a bin."""


def build(task, rng):
    container = task.add("bin", region=((0.44, 0.52), (-0.06, 0.06)))
    task.add("disc", region=((0.36, 0.5), (0.2, 0.34)), colour="red", variant="large", name="big")
    small = task.add("disc", region=((0.36, 0.5), (-0.34, -0.2)), colour="red", variant="small", name="little")
    task.say("Put the {bigger one of the two red discs} into the {bin}.", small, container)
    task.goal(small.inside(container))
    task.stage("put it in", pick(small), place(small, container), effect=small.inside(container))
