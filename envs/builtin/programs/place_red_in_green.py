"""Red blocks go into green bowls; blocks and bowls of other colours stay where they are."""

OTHERS = ["orange", "yellow", "blue", "purple", "pink", "brown", "white"]
TABLE = ((0.32, 0.64), (-0.38, 0.38))


def build(task, rng):
    task.robot("panda_suction")
    count = rng.integers(2, 4)
    bowls = [task.add("bowl", TABLE, colour="green") for _ in range(count)]
    blocks = [task.add("cube", TABLE, colour="red") for _ in range(count)]
    for category, colour in zip(["bowl", "cube", "cube"], rng.sample(OTHERS, 3), strict=True):
        task.add(category, TABLE, colour=colour)

    task.say(
        "Put the {red cubes} in the {green bowls}, one in each.",
        task.group("red_cubes", blocks),
        task.group("green_bowls", bowls),
    )
    put = one_each(blocks, bowls)
    task.goal(held_for(put, 0.5))
    task.stage("Put every red cube in a green bowl of its own", auto(), effect=put)
