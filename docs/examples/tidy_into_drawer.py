def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    thing = task.add(rng.choice(["ball", "block"]), region="table_left", name="thing")
    drawer = cabinet.part("drawer", which="top")

    task.say("Open the {top drawer} and put the {thing} inside.", drawer, thing)
    task.goal(drawer.at_least(0.3), thing.inside(drawer))
    task.stage("open the drawer", actuate(grip(drawer), then=follow(drawer, to=0.9)), effect=drawer.at_least(0.6))
    task.stage("put the thing in", pick(thing), place(thing, drawer.interior), effect=thing.inside(drawer))
