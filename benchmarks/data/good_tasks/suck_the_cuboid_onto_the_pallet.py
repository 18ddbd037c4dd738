"""A suction cup sets a brick on a pallet."""


def build(task, rng):
    task.robot("panda_suction")
    pallet = task.add("pallet", region=((0.44, 0.52), (-0.10, 0.10)))
    brick = task.add("cuboid", region=((0.36, 0.5), (0.22, 0.36)), colour="blue")
    task.say("Using the suction cup, put the {blue brick} onto the {pallet}.", brick, pallet)
    task.goal(held_for(brick.on(pallet), 0.5))
    task.stage("put it there", pick(brick), place(brick, pallet), effect=brick.on(pallet))
