"""A pear and a lemon go onto a tray."""


def build(task, rng):
    tray = task.add("tray", region=((0.5, 0.54), (-0.05, 0.0)), facing=0)
    pear = task.add("pear", region=((0.36, 0.42), (0.26, 0.34)))
    lemon = task.add("lemon", region=((0.34, 0.4), (-0.36, -0.28)))
    task.say("I want to make a fruit salad: put the {pear} and the {lemon} on the {tray}.", pear, lemon, tray)
    task.goal(pear.on(tray), lemon.on(tray))
    task.stage("pear", pick(pear), place(pear, tray, offset=(0, 0.07)), effect=pear.on(tray))
    task.stage("lemon", pick(lemon), place(lemon, tray, offset=(0, -0.07)), effect=lemon.on(tray))
