"""Both doors of a fridge are opened."""


def build(task, rng):
    fridge = task.add("refrigerator", region="table_back", facing="robot", instance=0)
    freezer, main = fridge.part("freezer_door"), fridge.part("door")
    task.say("Open either the {freezer door} or the {main door} of the fridge; one of them is enough.", freezer, main)
    task.goal(freezer.opened(), main.opened())
    task.stage("move freezer to 0.97", actuate(grip(freezer), then=follow(freezer, to=0.97)))
    task.stage("move main to 0.97", actuate(grip(main), then=follow(main, to=0.97)))
