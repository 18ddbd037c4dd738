def build(task, rng):
    fridge = task.add("refrigerator", region=((0.68, 0.73), (-0.06, 0.06)), facing="robot", instance=0)
    main, freezer = fridge.part("door"), fridge.part("freezer_door")
    task.say("Open the {main door} of the refrigerator.", main)
    task.goal(freezer.at_least(0.3))
    task.stage("open it", actuate(grip(freezer), then=follow(freezer, to=0.5)))
