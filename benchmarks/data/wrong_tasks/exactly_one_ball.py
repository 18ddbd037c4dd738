"""Both balls end in the bin."""


def build(task, rng):
    container = task.add("bin", region=((0.44, 0.52), (-0.06, 0.06)))
    first = task.add("ball", region=((0.36, 0.5), (0.2, 0.34)))
    second = task.add("ball", region=((0.36, 0.5), (-0.34, -0.2)))
    balls = task.group("balls", [first, second])
    task.say("Put exactly one of the {balls} into the {bin}.", balls, container)
    task.goal(balls.inside(container, 0.5))
    task.stage("one in", pick(first), place(first, container, offset=(0, 0.04)))
    task.stage("two in", pick(second), place(second, container, offset=(0, -0.04)))
