"""A microwave is opened wide."""


def build(task, rng):
    oven = task.add("microwave", region="table_back")
    door = oven.part("door")
    task.say("Open the {microwave's door} halfway.", door)
    task.goal(door.at_least(0.4))
    task.stage("open", actuate(grip(door), then=follow(door, to=0.9)), effect=door.at_least(0.4))
