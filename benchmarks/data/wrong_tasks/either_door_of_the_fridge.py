"""One of a refrigerator's doors is opened."""


def build(task, rng):
    fridge = task.add("refrigerator", region="table_back", instance=0)
    main, freezer = fridge.part("door"), fridge.part("freezer_door")
    task.say("Open {both doors of the refrigerator}.", fridge)
    task.goal(any_of(main.at_least(0.5), freezer.at_least(0.5)))
    task.stage("open it", actuate(grip(main), then=follow(main, to=0.7)), effect=main.at_least(0.5))
