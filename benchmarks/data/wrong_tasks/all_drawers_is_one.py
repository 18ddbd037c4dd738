"""One of two open drawers is closed."""


def build(task, rng):
    starts = {"drawer_top": 0.7, "drawer_bottom": 0.5}
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot", instance=0, joints=starts)
    drawer = cabinet.part("drawer", which="top")
    task.say("Close all the drawers of the {cabinet}.", cabinet)
    task.goal(drawer.at_most(0.08))
    task.stage("close the drawer", actuate(grip(drawer), then=follow(drawer, to=0)), effect=drawer.at_most(0.08))
