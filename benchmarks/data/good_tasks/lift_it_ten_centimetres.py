"""A block is lifted and kept up."""


def build(task, rng):
    block = task.add("block", region="table_front")
    task.say("Grab the {block} and lift it at least 10 cm.", block)
    task.goal(block.lifted(0.1), block.grasped())
    task.stage("lift", pick(block, lift=0.15), effect=block.lifted(0.1))
