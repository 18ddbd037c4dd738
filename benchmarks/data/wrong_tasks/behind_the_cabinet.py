def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="away", instance=0)
    drawer = cabinet.part("drawer_bottom")
    task.say("Open the {bottom drawer}.", drawer)
    task.goal(drawer.at_least(0.6))
    task.stage("open it", actuate(grip(drawer), then=follow(drawer, to=0.8)))
