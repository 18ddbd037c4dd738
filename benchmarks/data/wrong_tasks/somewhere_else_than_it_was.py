def build(task, rng):
    box = task.add("cracker_box", region="table_front")
    task.say("Move the {cracker box}.", box)
    task.goal(not_(box.unchanged(0.008)))
    task.stage("lift it", pick(box, lift=0.1))
