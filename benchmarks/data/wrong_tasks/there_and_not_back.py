"""A lever is thrown over."""


def build(task, rng):
    box = task.add("lever", region="table_back", facing="robot")
    lever = box.part("lever")
    task.say("Cycle the {lever} once: over to the green lamp and back to the red one.", lever)
    task.goal(lever.at_least(0.9))
    task.stage("move lever to 1", actuate(grip(lever), then=follow(lever, to=1)))
    task.stage("move lever to 0", actuate(grip(lever), then=follow(lever, to=0)))
