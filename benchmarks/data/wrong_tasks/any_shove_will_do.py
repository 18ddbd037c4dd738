"""A can should be carried to a corner of the table; a shove is enough for the goal."""


def build(task, rng):
    can = task.add("can", region=((0.4, 0.46), (-0.06, 0.06)))
    task.say("Carry the {can} to the left edge of the table.", can)
    moved = not_(can.unchanged(position=0.03))
    task.goal(moved)
    task.stage("carry it", pick(can), place(can, at(0.45, 0.4, 0)), effect=moved)
