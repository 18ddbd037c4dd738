"""A can is let go of above a tray."""


def build(task, rng):
    tray = task.add("tray", region=((0.46, 0.46), (-0.05, -0.05)), facing=0)
    can = task.add("can", region=((0.36, 0.5), (0.22, 0.34)))
    task.say("Gently set the {can} upright on the {tray}.", can, tray)
    task.goal(can.near(tray, 0.15))
    task.stage("put it down", pick(can), place(can, at(0.46, -0.05, 0.2)), effect=can.near(tray, 0.15))
