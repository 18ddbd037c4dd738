def build(task, rng):
    laptop = task.add("laptop", region="table_back", facing="robot", instance=0, joints={"screen": 0.1})
    block = task.add("cube", region=laptop.place("keyboard"), instance=0)
    plate = task.add("plate", region="table_left")
    task.say("Put the {cube} on the {plate}.", block, plate)
    task.goal(block.on(plate))
    task.stage("put it on", pick(block), place(block, plate.top))
