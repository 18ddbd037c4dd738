"""A drawer is pulled out by a third and a bit."""


def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    drawer = cabinet.part("drawer", which="top")
    task.say("Pull the {top drawer} of the cabinet all the way out.", drawer)
    task.goal(drawer.at_least(0.35))
    task.stage("open the drawer", actuate(grip(drawer), then=follow(drawer, to=0.45)), effect=drawer.at_least(0.35))
