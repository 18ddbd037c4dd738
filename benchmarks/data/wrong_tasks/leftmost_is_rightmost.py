"""The rightmost of three blocks goes into the bin."""


def build(task, rng):
    container = task.add("bin", region=((0.54, 0.6), (-0.06, 0.06)))
    task.add("cube", region=((0.34, 0.42), (0.2, 0.3)), colour="green", name="a")
    task.add("cube", region=((0.34, 0.42), (-0.05, 0.05)), colour="green", name="b")
    right_one = task.add("cube", region=((0.34, 0.42), (-0.3, -0.2)), colour="green", name="c")
    task.say("Pick the {leftmost green cube} and drop it in the {bin}.", right_one, container)
    task.goal(right_one.inside(container))
    task.stage("put it in", pick(right_one), place(right_one, container), effect=right_one.inside(container))
