def build(task, rng):
    stand = task.add("stand", region="table_left", instance=0)
    pear = task.add("pear", region=stand.top)
    task.say("Lift the {pear}.", pear)
    task.goal(pear.lifted(0.08))
    task.stage("lift it", pick(pear, lift=0.12))
