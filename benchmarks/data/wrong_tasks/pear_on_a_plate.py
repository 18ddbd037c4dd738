def build(task, rng):
    plate = task.add("plate", region="table_left", instance=0)
    pear = task.add("pear", region=plate)
    bin = task.add("bin", region="table_right")
    task.say("Put the {pear} into the {bin}.", pear, bin)
    task.goal(pear.inside(bin))
    task.stage("put it in", pick(pear), place(pear, bin.interior))
