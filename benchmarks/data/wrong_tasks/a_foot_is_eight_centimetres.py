"""A block is lifted by eight centimetres."""


def build(task, rng):
    block = task.add("block", region="table_front")
    task.say("Raise the {block} a foot above the table.", block)
    task.goal(block.lifted(0.08), block.grasped())
    task.stage("lift", pick(block, lift=0.12), effect=block.lifted(0.08))
