"""A refrigerator's main door is opened."""


def build(task, rng):
    fridge = task.add("refrigerator", region="table_back")
    door = fridge.part("door")
    task.say("Could you open the {fridge's main door}?", door)
    task.goal(door.at_least(0.6))
    task.stage("open it", actuate(grip(door), then=follow(door, to=0.75)), effect=door.at_least(0.6))
