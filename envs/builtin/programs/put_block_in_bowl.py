"""All blocks of one colour go into bowls of another; blocks and bowls of other colours stay where they are."""

COLOURS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "white"]
TABLE = ((0.32, 0.64), (-0.38, 0.38))


def build(task, rng):
    task.robot("panda_suction")
    of_blocks, of_bowls, *others = rng.sample(COLOURS, 6)
    count = rng.integers(1, 4)
    bowls = [task.add("bowl", TABLE, colour=of_bowls) for _ in range(count)]
    blocks = [task.add("cube", TABLE, colour=of_blocks) for _ in range(count)]
    task.add("bowl", TABLE, colour=others[0])
    for colour in others[1:]:
        task.add("cube", TABLE, colour=colour)

    one = count == 1
    these = blocks[0] if one else task.group("blocks", blocks)
    those = bowls[0] if one else task.group("bowls", bowls)
    put = one_each(blocks, bowls)
    if one:
        task.say(f"Put the {{{of_blocks} cube}} in the {{{of_bowls} bowl}}.", these, those)
    else:
        task.say(f"Put the {{{of_blocks} cubes}} in the {{{of_bowls} bowls}}, one in each.", these, those)
    task.goal(held_for(put, 0.5))
    task.stage(f"Put every {of_blocks} cube in a {of_bowls} bowl of its own", auto(), effect=put)
