"""A microwave's door is opened about halfway."""


def build(task, rng):
    oven = task.add("microwave", region="table_back")
    door = oven.part("door")
    task.say("Open the {door of the microwave} about halfway.", door)
    task.goal(held_for(door.between(0.4, 0.6), 0.5))
    task.stage("open", actuate(grip(door), then=follow(door, to=0.5)), effect=door.between(0.4, 0.6))
