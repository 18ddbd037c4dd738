"""Two cubes go into a bin, in the order that is asked."""


def build(task, rng):
    container = task.add("bin", region=((0.44, 0.52), (-0.06, 0.06)))
    red = task.add("cube", region=((0.36, 0.5), (0.2, 0.34)), colour="red")
    blue = task.add("cube", region=((0.36, 0.5), (-0.34, -0.2)), colour="blue")
    task.say("First put the {red cube} in the {bin}, then the {blue cube}.", red, container, blue)
    first = all_of(red.inside(container), not_(blue.inside(container)))
    task.goal(sequence(first, all_of(red.inside(container), blue.inside(container))))
    task.stage("red in", pick(red), place(red, container, offset=(0, 0.04)), effect=red.inside(container))
    task.stage("blue in", pick(blue), place(blue, container, offset=(0, -0.04)), effect=blue.inside(container))
