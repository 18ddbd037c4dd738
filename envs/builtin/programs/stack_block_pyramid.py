"""Six blocks of different colours become a pyramid: three in a row, two on those, one on top."""

COLOURS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "white"]
GAP = 0.006
TABLE = ((0.32, 0.62), (-0.36, 0.36))


def build(task, rng):
    task.robot("panda_suction")
    base = task.add("zone", region=((0.44, 0.54), (-0.12, 0.12)), facing=(-0.5, 0.5), name="base")
    colours = rng.sample(COLOURS, 6)
    blocks = [task.add("cube", TABLE, colour=colours[0])]
    blocks += [task.add("cube", TABLE, colour=colour, like=blocks[0]) for colour in colours[1:]]
    a, b, c, d, e, top = blocks
    pitch = max([block.size[0] for block in blocks]) + GAP

    task.say(
        f"Build a pyramid: {{{a.colour} cube}}, {{{b.colour} cube}} and {{{c.colour} cube}} in a row on the {{zone}}, "
        f"the {{{d.colour} cube}} {{on}} the first two, the {{{e.colour} cube}} {{on}} the last two, "
        f"and the {{{top.colour} cube}} {{on top}}.",
        a, b, c, base, d, d.over(a, b), e, e.over(b, c), top, top.over(d, e),
    )  # fmt: skip
    rows = [a.on(base), b.on(base), c.on(base), d.over(a, b), e.over(b, c), top.over(d, e)]
    task.goal(held_for(all_of(*rows), 0.5))
    for number, block in enumerate([a, b, c]):
        put = place(block, base.top, offset=(0, (1 - number) * pitch), yaw=0)
        task.stage(f"Put the {block.colour} cube on the zone", pick(block), put, effect=rows[number])
    for number, (block, first, second) in enumerate([(d, a, b), (e, b, c), (top, d, e)]):
        name = f"Put the {block.colour} cube on the {first.colour} and the {second.colour} one"
        task.stage(name, pick(block), place(block, [first, second], yaw=0), effect=rows[3 + number])
    task.time_limit(120)
