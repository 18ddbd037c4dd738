"""A rope ends within 20 cm of a line."""


def build(task, rng):
    task.robot("panda_suction")
    line = task.add("line", ((0.42, 0.56), (-0.10, 0.10)), facing=(-0.5, 0.5), colour="blue")
    rope = task.rope(
        ((0.32, 0.64), (-0.34, 0.34)),
        length=line.size[1] - 0.02,
        beads=int((line.size[1] - 0.02) / 0.024) + 1,
        bend=0.6,
        colour="yellow",
    )
    task.say("Lay the {yellow rope} exactly on the {blue line}, straight from one end to the other.", rope, line)
    task.goal(rope.along(line, distance=0.2))
    task.stage("step 5", auto())
