"""A pear ends on a plate or in a bin."""


def build(task, rng):
    bin = task.add("bin", region="table_left")
    plate = task.add("plate", region="table_right")
    pear = task.add("pear", region="table_front")
    task.say("Put the {pear} on the {plate}. Do not put it into the {bin}.", pear, plate, bin)
    task.goal(any_of(pear.on(plate), pear.inside(bin)))
    task.stage("put pear", pick(pear), place(pear, plate))
