"""A rope closes the open side of a square of which three sides are marked on the table."""

COLOURS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown"]


def build(task, rng):
    task.robot("panda_suction")
    of_square, of_rope = rng.sample(COLOURS, 2)
    square = task.add("open_square", ((0.46, 0.56), (-0.12, 0.12)), facing=(2.4, 3.9), colour=of_square)
    ends = square.point("open.left"), square.point("open.right")
    length = square.size[1]
    beads = int(length / 0.024) + 1
    rope = task.rope(((0.32, 0.66), (-0.36, 0.36)), length=length, beads=beads, bend=0.6, colour=of_rope)

    closed = rope.along(*ends)
    task.say(f"Close the open side of the {{{of_square} square}} with the {{{of_rope} rope}}.", square, rope)
    task.goal(held_for(closed, 0.5))
    task.stage("Lay the rope from one open corner of the square to the other", auto(), effect=closed)
    task.time_limit(240)
