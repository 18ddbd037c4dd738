"""A can is set on a tray and lifted again."""


def build(task, rng):
    tray = task.add("tray", region=((0.44, 0.5), (-0.1, 0)))
    can = task.add("can", region=((0.36, 0.5), (0.22, 0.34)))
    task.say("Set the {can} down on the {tray}.", can, tray)
    task.goal(sequence(can.on(tray), can.lifted(0.08)))
    task.stage("put it down", pick(can), place(can, tray), effect=can.on(tray))
    task.stage("lift it", pick(can), effect=can.lifted(0.08))
