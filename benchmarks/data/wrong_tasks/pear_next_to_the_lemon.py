"""A pear that should lie beside the plate is put on it."""


def build(task, rng):
    tray = task.add("tray", region=((0.48, 0.52), (-0.05, 0.0)), facing=0)
    pear = task.add("pear", region=((0.36, 0.42), (0.26, 0.34)))
    lemon = task.add("lemon", region=((0.34, 0.4), (-0.36, -0.28)))
    task.say("Put the {lemon} on the {tray} and the {pear} on the table, away from it.", lemon, tray, pear)
    task.goal(lemon.on(tray), pear.on(tray))
    task.stage("pear", pick(pear), place(pear, tray, offset=(0, 0.07)), effect=pear.on(tray))
    task.stage("lemon", pick(lemon), place(lemon, tray, offset=(0, -0.07)), effect=lemon.on(tray))
