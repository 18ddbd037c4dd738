"""One drawer is shut and another opened."""


def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot", joints={"drawer_top": (0.7, 0.8)})
    upper = cabinet.part("drawer", which="top")
    lower = cabinet.part("drawer", which="bottom")
    task.say("Shut the {top drawer} of the cabinet and pull the {bottom drawer} open.", upper, lower)
    task.goal(upper.at_most(0.1), lower.at_least(0.6))
    task.stage("close", actuate(grip(upper), then=follow(upper, to=0)), effect=upper.at_most(0.1))
    task.stage("open", actuate(grip(lower), then=follow(lower, to=0.8)), effect=lower.at_least(0.6))
