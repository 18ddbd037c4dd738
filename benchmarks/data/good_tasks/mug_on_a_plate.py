"""A plate gets a mug."""


def build(task, rng):
    plate = task.add("plate", region=((0.44, 0.52), (-0.12, 0.0)))
    mug = task.add("mug", region=((0.36, 0.5), (0.2, 0.34)))
    task.say("Set the table: the {mug} goes on the {plate}.", mug, plate)
    task.goal(mug.on(plate), mug.upright())
    task.stage("put it there", pick(mug), place(mug, plate), effect=mug.on(plate))
