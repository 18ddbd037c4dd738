"""The top drawer is opened, of which the sentence says that it should not."""


def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    drawer = cabinet.part("drawer", which="top")
    task.say("Whatever you open, do not open the {top drawer}; open the bottom one.", drawer)
    task.goal(drawer.at_least(0.7))
    task.stage("open", actuate(grip(drawer), then=follow(drawer, to=0.85)), effect=drawer.at_least(0.7))
