"""A bottle ends on a stand."""


def build(task, rng):
    stand = task.add("stand", region="table_left", facing="robot")
    bottle = task.add("bottle", region="table_right")
    task.say("Put the {bottle} on the {stand} in an upright position.", bottle, stand)
    task.goal(bottle.on(stand))
    task.stage("put bottle", pick(bottle), place(bottle, stand))
