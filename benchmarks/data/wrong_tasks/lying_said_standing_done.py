"""A can that should be laid on its side is put on a tray standing."""


def build(task, rng):
    tray = task.add("tray", region=((0.46, 0.5), (-0.1, 0)))
    can = task.add("can", region=((0.36, 0.5), (0.22, 0.34)))
    task.say("Lay the {can} on its side on the {tray}.", can, tray)
    task.goal(can.on(tray))
    task.stage("put it down", pick(can), place(can, tray), effect=can.on(tray))
