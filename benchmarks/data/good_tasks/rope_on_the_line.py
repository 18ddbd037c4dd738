"""A rope is laid along a line."""


def build(task, rng):
    task.robot("panda_suction")
    line = task.add("line", ((0.46, 0.52), (-0.05, 0.05)), facing=(-0.3, 0.3), colour="blue")
    length = line.size[1] - 0.02
    rope = task.rope(((0.36, 0.62), (-0.3, 0.3)), length=length, beads=int(length / 0.024) + 1, bend=0.5, colour="red")
    task.say("Straighten the {red rope} out along the {blue line}.", rope, line)
    task.goal(held_for(rope.along(line), 0.5))
    task.stage("lay it", auto(), effect=rope.along(line))
    task.time_limit(240)
