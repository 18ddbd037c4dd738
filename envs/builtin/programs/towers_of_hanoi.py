"""Three discs move from one peg to another by way of the third, and never does a larger one lie on a smaller."""

SIZES = ["large", "medium", "small"]
COLOURS = ["red", "orange", "yellow", "green", "blue", "purple", "pink"]


def moves(count, start, end, between):
    """Return which disc goes where, 0 the largest, in the order that the rule asks for."""
    if count == 0:
        return []
    before, after = moves(count - 1, start, between, end), moves(count - 1, between, end, start)
    return [*before, (len(SIZES) - count, end), *after]


def build(task, rng):
    task.robot("panda")
    board = task.add("peg_board", region=((0.42, 0.54), (-0.08, 0.08)), facing=(-0.4, 0.4), name="board")
    start, end, between = rng.sample(["left", "middle", "right"], 3)
    discs = []
    for size, colour in zip(SIZES, rng.sample(COLOURS, 3), strict=True):
        foot = board.place(f"{start}_foot")
        discs.append(task.add("disc", foot, name=f"{size}_disc", colour=colour, variant=size, stacked=True))
    large, medium, small = discs
    peg = board.place(f"{end}_peg")

    tower = [large.inside(peg), medium.inside(peg), small.inside(peg), medium.on(large), small.on(medium)]
    rule = not_(any_of(large.on(medium), large.on(small), medium.on(small)))
    task.say(
        f"Move the tower of discs, the {{{large.colour} disc}}, the {{{medium.colour} disc}} and the "
        f"{{{small.colour} disc}}, to the {end} peg of the {{board}} one at a time, never a larger one on a smaller.",
        large,
        medium,
        small,
        board,
    )
    task.goal(held_for(all_of(*tower), 0.5), always(rule))
    for number, goal in moves(len(discs), start, end, between):
        disc, peg = discs[number], board.place(f"{goal}_peg")
        task.stage(
            f"Move the {disc.colour} disc to the {goal} peg",
            pick(disc),
            place(disc, peg),
            effect=disc.inside(peg),
        )
    task.time_limit(150)
