"""A drawer that should be pushed in is pulled out."""


def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot", joints={"drawer_top": 0.3})
    drawer = cabinet.part("drawer", which="top")
    task.say("The {top drawer} sticks out; see to it that it does not.", drawer)
    task.goal(drawer.at_least(0.8))
    task.stage("move the drawer", actuate(grip(drawer), then=follow(drawer, to=0.9)), effect=drawer.at_least(0.8))
