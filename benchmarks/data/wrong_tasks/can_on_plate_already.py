def build(task, rng):
    plate = task.add("plate", region="table_left")
    can = task.add("can", region=plate)
    task.say("Put the {can} on the {plate}.", can, plate)
    task.goal(can.on(plate))
    task.stage("put it on", pick(can), place(can, plate.top))
