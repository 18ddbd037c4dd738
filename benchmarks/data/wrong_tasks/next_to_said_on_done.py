"""A cube that should lie beside a plate is put on it."""


def build(task, rng):
    plate = task.add("plate", region=((0.44, 0.5), (-0.1, 0)))
    cube = task.add("cube", region=((0.36, 0.5), (0.2, 0.34)))
    task.say("Lay the {cube} on the table beside the {plate}.", cube, plate)
    task.goal(cube.on(plate))
    task.stage("put it there", pick(cube), place(cube, plate), effect=cube.on(plate))
