"""All boxes of two colours go into a container, a row for each; boxes of other colours stay where they are."""

import math

COLOURS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "white"]
TABLE = ((0.32, 0.64), (-0.38, 0.38))
GAP = 0.007
CUBE, CUBOID = 0.043, 0.097


def build(task, rng):
    task.robot("panda_suction")
    container = task.add("bin", region=((0.44, 0.56), (-0.10, 0.10)), facing=(-0.5, 0.5), name="container")
    deep, wide, _ = container.interior.size
    colours = rng.sample(COLOURS, 5)

    boxes, offsets = [], []
    for row in range(2):
        x, y = (row - 0.5) * deep / 2, -wide / 2 + GAP
        for later in (1, 0):
            room = wide / 2 - y - later * (CUBE + GAP)
            shape = rng.choice(["cube", "cuboid"]) if room >= CUBOID + GAP else "cube"
            box = task.add(shape, TABLE, colour=colours[row])
            boxes.append(box)
            offsets.append((x, y + box.size[0] / 2))
            y += box.size[0] + GAP
    for colour in colours[2:]:
        task.add(rng.choice(["cube", "cuboid"]), TABLE, colour=colour)

    task.say(
        f"Pack all the {{{colours[0]} blocks}} and {{{colours[1]} blocks}} {{into}} the {{container}}.",
        task.group(f"{colours[0]}_blocks", boxes[:2]),
        task.group(f"{colours[1]}_blocks", boxes[2:]),
        boxes[0].inside(container),
        container,
    )
    packed = [box.inside(container) for box in boxes]
    task.goal(held_for(all_of(*packed), 0.5))
    for number, box in enumerate(boxes):
        task.stage(
            f"Pack the {'first' if number % 2 == 0 else 'second'} {box.colour} block into the container",
            pick(box),
            place(box, container, offset=offsets[number], yaw=math.pi / 2),
            effect=packed[number],
        )
    task.time_limit(90)
