"""A can is stood on a tray."""


def build(task, rng):
    tray = task.add("tray", region=((0.44, 0.5), (-0.1, 0)))
    can = task.add("can", region=((0.36, 0.5), (0.22, 0.34)))
    task.say("Put the {can} on the {tray}, standing upright.", can, tray)
    task.goal(can.on(tray), can.upright())
    task.stage("put it down", pick(can), place(can, tray), effect=all_of(can.on(tray), can.upright()))
