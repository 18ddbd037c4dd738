"""A rope that lies in a curve is laid straight along a line."""

COLOURS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown"]


def build(task, rng):
    task.robot("panda_suction")
    of_line, of_rope = rng.sample(COLOURS, 2)
    line = task.add("line", ((0.42, 0.56), (-0.10, 0.10)), facing=(-0.5, 0.5), colour=of_line)
    length = line.size[1] - 0.02
    beads = int(length / 0.024) + 1
    rope = task.rope(((0.32, 0.64), (-0.34, 0.34)), length=length, beads=beads, bend=0.6, colour=of_rope)

    task.say(f"Lay the {{{of_rope} rope}} straight along the {{{of_line} line}}.", rope, line)
    task.goal(held_for(rope.along(line), 0.5))
    task.stage("Lay the rope along the line, its ends first", auto(), effect=rope.along(line))
    task.time_limit(240)
