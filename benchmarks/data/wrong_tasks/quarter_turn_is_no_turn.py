"""A brick is picked up and set down somewhere near; its direction is not looked at."""


def build(task, rng):
    zone = task.add("zone", region=((0.44, 0.52), (-0.1, 0)), colour="yellow")
    brick = task.add("cuboid", region=((0.36, 0.5), (0.2, 0.34)), facing=0, colour="blue")
    task.say("Put the {blue brick} on the {yellow zone}, turned by 90 degrees from how it lies now.", brick, zone)
    task.goal(brick.on(zone))
    task.stage("put it there", pick(brick), place(brick, zone), effect=brick.on(zone))
