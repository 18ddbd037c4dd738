"""A microwave is shut, or nearly."""


def build(task, rng):
    oven = task.add("microwave", region="table_back", facing="robot", joints={"door": 0.9})
    door = oven.part("door")
    task.say(
        "Push the {microwave door} most of the way to, but leave a gap of at least ten percent, it shouldn't latch.",
        door,
    )
    task.goal(door.at_most(0.3))
    task.stage("move door to 0.2", actuate(grip(door), then=follow(door, to=0.2)))
