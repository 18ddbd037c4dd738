"""One drawer is opened; the other, which should be closed, was never open."""


def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    upper = cabinet.part("drawer", which="top")
    lower = cabinet.part("drawer", which="bottom")
    task.say("Open the {top drawer} and close the {bottom drawer}.", upper, lower)
    task.goal(upper.at_least(0.7), lower.at_most(0.1))
    task.stage("open", actuate(grip(upper), then=follow(upper, to=0.85)), effect=upper.at_least(0.7))
