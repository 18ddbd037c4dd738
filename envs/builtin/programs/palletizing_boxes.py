"""Boxes alike are stacked on a pallet in layers, each layer crosswise to the one below."""

import math

GAP = 0.004
WORDS = ["one", "two", "three"]


def build(task, rng):
    task.robot("panda_suction")
    pallet = task.add("pallet", region=((0.44, 0.52), (-0.10, 0.10)), facing=(-0.4, 0.4))
    kind = rng.integers(0, 1000)
    first = task.add("cuboid", ((0.32, 0.62), (-0.38, 0.38)), instance=kind, name="box_1")
    length, width, _ = first.size
    each = 3 if 3 * (width + GAP) <= length + 0.016 else 2
    layers = 2 if each == 3 else rng.integers(2, 4)
    others = range(2, layers * each + 1)
    boxes = [first] + [
        task.add("cuboid", ((0.32, 0.62), (-0.38, 0.38)), instance=kind, name=f"box_{number}") for number in others
    ]
    rows = [boxes[layer * each : (layer + 1) * each] for layer in range(layers)]

    task.say(
        f"Stack the {len(boxes)} {first.colour} {{boxes}} on the {{pallet}} in {WORDS[layers - 1]} layers of "
        f"{WORDS[each - 1]}, each layer crosswise to the one below.",
        task.group("boxes", boxes),
        pallet,
    )
    goals = []
    for layer, row in enumerate(rows):
        for number, box in enumerate(row):
            aside = ((each - 1) / 2 - number) * (width + GAP)
            if layer == 0:
                put = place(box, pallet, offset=(0, aside), yaw=0)
                lies = [box.on(pallet), box.aligned(pallet)]
            else:
                put = place(box, rows[layer - 1], offset=(0, aside), yaw=0)
                lies = [box.over(*rows[layer - 1]), box.aligned(pallet, math.pi / 2 * (layer % 2))]
            goals.append(all_of(*lies))
            task.stage(f"Put box {number + 1} of layer {layer + 1} on the pallet", pick(box), put, effect=goals[-1])
    task.goal(held_for(all_of(*goals), 0.5))
    task.time_limit(120)
