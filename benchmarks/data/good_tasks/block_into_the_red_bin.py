"""A block goes into the red one of two bins."""


def build(task, rng):
    red_bin = task.add("bin", region=((0.46, 0.54), (0.16, 0.24)), colour="red")
    task.add("bin", region=((0.46, 0.54), (-0.24, -0.16)), colour="green")
    block = task.add("cube", region=((0.34, 0.38), (-0.05, 0.05)))
    task.say("There are two bins. Put the {cube} into the {red one}.", block, red_bin)
    task.goal(block.inside(red_bin))
    task.stage("put it in", pick(block), place(block, red_bin), effect=block.inside(red_bin))
