"""A drawer is opened; another wording of the sentence asks to close it."""


def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    drawer = cabinet.part("drawer", which="top")
    task.say("Open the {top drawer} of the cabinet.", drawer)
    task.paraphrase("Slide the top drawer of the cabinet back in until it is shut.")
    task.goal(drawer.at_least(0.7))
    task.stage("open the drawer", actuate(grip(drawer), then=follow(drawer, to=0.85)), effect=drawer.at_least(0.7))
