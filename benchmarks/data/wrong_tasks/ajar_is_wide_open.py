"""A cabinet's door is opened wide."""


def build(task, rng):
    cabinet = task.add("door_cabinet", region="table_back")
    door = cabinet.part("door")
    task.say("Leave the {cabinet door} ajar, just a little bit.", door)
    task.goal(door.at_least(0.6))
    task.stage("open", actuate(grip(door), then=follow(door, to=0.8)), effect=door.at_least(0.6))
