"""Pieces of three or four shapes go into the holes of a kit board that have their shape."""

SHAPES = ["ell", "tee", "ring", "cube", "peg"]


def build(task, rng):
    task.robot("panda_suction")
    kit = task.add("kit", region=((0.44, 0.56), (-0.16, 0.16)), facing=(-0.6, 0.6))
    shapes = rng.sample(SHAPES, rng.integers(3, 5))
    pieces = [task.add(shape, region=((0.32, 0.64), (-0.36, 0.36))) for shape in shapes]

    named = ", ".join([f"the {{{piece.category}}}" for piece in pieces[:-1]]) + f" and the {{{pieces[-1].category}}}"
    task.say(f"Put {named} into the holes of their shape in the {{kit}}.", *pieces, kit)
    sunk = [piece.inside(kit.place(piece.category + "_hole")) for piece in pieces]
    task.goal(held_for(all_of(*sunk), 0.5))
    for piece, effect in zip(pieces, sunk, strict=True):
        put = place(piece, kit.place(piece.category + "_hole"), yaw=0)
        task.stage(f"Put the {piece.category} into its hole of the kit", pick(piece), put, effect=effect)
