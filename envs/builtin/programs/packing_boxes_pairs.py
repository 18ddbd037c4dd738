"""All boxes of two colours go into a container; boxes of other colours stay where they are."""

COLOURS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "white"]
TABLE = ((0.32, 0.64), (-0.38, 0.38))


def build(task, rng):
    task.robot("panda_suction")
    container = task.add("bin", region=((0.44, 0.56), (-0.10, 0.10)), facing=(-0.5, 0.5), name="container")
    first, second, *others = rng.sample(COLOURS, 5)
    pairs = []
    for colour in (first, second):
        shapes = [rng.choice(["cube", "cuboid"]) for _ in range(2)]
        pairs.append([task.add(shape, TABLE, colour=colour) for shape in shapes])
    for colour in others:
        task.add(rng.choice(["cube", "cuboid"]), TABLE, colour=colour)

    task.say(
        f"Pack all the {{{first} blocks}} and {{{second} blocks}} into the {{container}}.",
        task.group(f"{first}_blocks", pairs[0]),
        task.group(f"{second}_blocks", pairs[1]),
        container,
    )
    packed = [block.inside(container) for block in [*pairs[0], *pairs[1]]]
    task.goal(held_for(all_of(*packed), 0.5))
    task.stage(f"Pack the {first} and the {second} blocks into the container", auto(), effect=all_of(*packed))
