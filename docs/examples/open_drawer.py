def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    drawer = cabinet.part("drawer", which="top")
    task.say("Open the {top drawer} of the cabinet.", drawer)
    task.goal(drawer.at_least(0.7))
    task.stage("open the drawer", actuate(grip(drawer), then=[follow(drawer, to=0.8)]), effect=drawer.at_least(0.7))
