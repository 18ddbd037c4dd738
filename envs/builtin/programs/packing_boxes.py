"""Boxes of random sizes fill a container, in rows beside each other."""

import math

GAP = 0.007
WIDEST = 0.047
LONGEST = 0.097


def build(task, rng):
    task.robot("panda_suction")
    container = task.add("bin", region=((0.44, 0.56), (-0.10, 0.10)), facing=(-0.5, 0.5), name="container")
    deep, wide, _ = container.interior.size
    rows = min(2, int(deep / (WIDEST + GAP)))

    # Rows along the container's y axis: bricks while one may fit whatever its length, then cubes.
    boxes, offsets = [], []
    for row in range(rows):
        x, y = (row - (rows - 1) / 2) * deep / rows, -wide / 2 + GAP
        while wide / 2 - y >= WIDEST and len(boxes) < 6:
            bricks = ["cuboid", "block"] if wide / 2 - y >= LONGEST else ["cube"]
            box = task.add(rng.choice(bricks), region=((0.32, 0.64), (-0.38, 0.38)), name=f"box_{len(boxes) + 1}")
            boxes.append(box)
            offsets.append((x, y + box.size[0] / 2))
            y += box.size[0] + GAP

    task.say(f"Pack all {len(boxes)} {{boxes}} into the {{container}}.", task.group("boxes", boxes), container)
    packed = [box.inside(container) for box in boxes]
    task.goal(held_for(all_of(*packed), 0.5))
    for number, box in enumerate(boxes):
        task.stage(
            f"Pack box {number + 1} of {len(boxes)}, the {box.category}, into the container",
            pick(box),
            place(box, container, offset=offsets[number], yaw=math.pi / 2),
            effect=packed[number],
        )
    task.time_limit(120)
