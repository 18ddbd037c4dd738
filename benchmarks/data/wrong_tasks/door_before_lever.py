"""A lever is turned and a door opened."""


def build(task, rng):
    safe = task.add("safe", region="table_back", facing="robot", instance=0)
    lever, door = safe.part("lever"), safe.part("door")
    task.say(
        "The {safe's lever} has to be turned before the {door} is opened, otherwise the alarm goes off.", lever, door
    )
    task.goal(lever.at_least(0.8), door.opened())
    task.stage("move lever to 1", actuate(grip(lever), then=follow(lever, to=1)))
    task.stage("move door to 0.97", actuate(grip(door), then=follow(door, to=0.97)))
