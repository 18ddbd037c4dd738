"""A box is laid into the corner that a marker shows on the table, its sides along the marker's."""


def build(task, rng):
    task.robot("panda_suction")
    marker = task.add("corner", region=((0.38, 0.54), (-0.2, 0.2)), facing="any", name="marker")
    box = task.add(rng.choice(["cuboid", "block"]), region=((0.34, 0.62), (-0.34, 0.34)), name="box")
    corner = marker.point("corner")

    task.say(
        f"Put the {{{box.colour} {box.category}}} {{into the corner}} that the {{{marker.colour} marker}} shows, "
        "its sides along it.",
        box,
        box.cornered(corner),
        marker,
    )
    task.goal(held_for(box.cornered(corner), 0.5))
    middle = (box.size[0] / 2 + 0.003, box.size[1] / 2 + 0.003)
    task.stage(
        "Put the box into the corner of the marker, its sides along it",
        pick(box),
        place(box, corner, offset=middle, yaw=0),
        effect=box.cornered(corner),
    )
