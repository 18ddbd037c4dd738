"""A drawer that stands open is closed."""


def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot", joints={"drawer_top": (0.7, 0.9)})
    drawer = cabinet.part("drawer", which="top")
    task.say("Push the {upper drawer} shut.", drawer)
    task.goal(drawer.at_most(0.08))
    task.stage("close the drawer", actuate(grip(drawer), then=follow(drawer, to=0)), effect=drawer.at_most(0.08))
