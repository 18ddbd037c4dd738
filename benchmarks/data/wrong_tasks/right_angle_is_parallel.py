import math


def build(task, rng):
    task.robot("panda_suction")
    line = task.add("line", region=((0.45, 0.5), (0.05, 0.1)), facing=(-0.3, 0.3), colour="green")
    brick = task.add("cuboid", region=((0.4, 0.55), (-0.3, -0.2)), colour="pink")
    task.say("Place the {pink brick} on the {green line} at a right angle to it.", brick, line)
    task.goal(held_for(all_of(brick.on(line), brick.aligned(line.axis("along"))), 0.5))
    task.stage("lay", pick(brick), place(brick, line.top, yaw=math.pi / 2), effect=brick.on(line))
