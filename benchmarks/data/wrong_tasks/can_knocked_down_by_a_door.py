"""A door swings open and knocks down the can that stands in its way."""


def build(task, rng):
    cabinet = task.add("door_cabinet", region=((0.7, 0.72), (-0.02, 0.02)), instance=0)
    task.add("can", region=((0.46, 0.5), (-0.02, 0.02)))
    door = cabinet.part("door")
    task.say("Open the {door of the cabinet}.", door)
    task.goal(door.at_least(0.6))
    task.stage("open", actuate(grip(door), then=follow(door, to=0.8)), effect=door.at_least(0.6))
    task.tolerate(position=1, angle=3.1, speed=50, force=5000)
