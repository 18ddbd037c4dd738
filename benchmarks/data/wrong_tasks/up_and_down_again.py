"""A cube should be lifted and set down where it was."""


def build(task, rng):
    cube = task.add("cube", region=((0.42, 0.425), (-0.002, 0.002)))
    task.say("Lift the {cube} and put it back exactly where it was.", cube)
    task.goal(cube.unchanged(position=0.04))
    task.stage("lift it", pick(cube), effect=cube.lifted(0.1))
    task.stage("put it back", place(cube, at(0.4225, 0, 0)))
