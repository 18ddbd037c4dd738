"""A mug stands upright at the end."""


def build(task, rng):
    tray = task.add("tray", region=((0.42, 0.5), (0.22, 0.3)))
    mug = task.add("mug", region="table_right")
    task.say("The {mug} is full of tea! Bring it to the {tray} and never let it tilt on the way.", mug, tray)
    task.goal(mug.on(tray), mug.upright())
    task.stage("put mug", pick(mug), place(mug, tray))
