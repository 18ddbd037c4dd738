"""A large disc is put on a small one."""


def build(task, rng):
    board = task.add("peg_board", region=((0.45, 0.52), (-0.05, 0.05)), facing=0)
    big = task.add("disc", region="table_left", colour="blue", variant="large")
    small = task.add("disc", region="table_right", colour="yellow", variant="small")
    peg = board.place("left_peg")
    task.say(
        "Thread the {blue disc} and the {yellow disc} on the left peg of the {board}, "
        "the blue one below and the yellow one above.",
        big,
        small,
        board,
    )
    task.goal(big.inside(peg), small.inside(peg), big.on(small))
    task.stage("put small", pick(small), place(small, peg))
    task.stage("put big", pick(big), place(big, peg))
