"""A rope that lies in a curve is laid straight along a line."""


def build(task, rng):
    task.robot("panda_suction")
    line = task.add("line", ((0.42, 0.56), (-0.10, 0.10)), facing=(-0.5, 0.5))
    length = line.size[1] - 0.02
    rope = task.rope(((0.32, 0.64), (-0.34, 0.34)), length=length, beads=11, bend=0.6)
    left, right = line.point("end.left"), line.point("end.right")
    first, last = rope.members[0], rope.members[-1]

    task.say("Lay the {rope} straight {along} the {line}.", rope, rope.along(line), line)
    task.goal(held_for(rope.along(line), 0.5))
    task.stage("Put one end of the rope on the left end of the line", pick(first, lift=0.04), place(first, left))
    task.stage("Put the other end on its right end", pick(last, lift=0.04), place(last, right), effect=rope.along(line))
    task.time_limit(120)
