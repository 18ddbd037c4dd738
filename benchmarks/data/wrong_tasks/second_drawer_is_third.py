"""The lowest drawer of three is opened."""


def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot", instance=0)
    drawer = cabinet.part("drawer", which="bottom")
    task.say("Pull open the {drawer} just beneath the top one.", drawer)
    task.goal(drawer.at_least(0.7))
    task.stage("open the drawer", actuate(grip(drawer), then=follow(drawer, to=0.85)), effect=drawer.at_least(0.7))
