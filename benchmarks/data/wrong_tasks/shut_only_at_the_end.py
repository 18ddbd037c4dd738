"""A drawer is opened and another one is shut."""


def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot", instance=1)
    upper, lower = cabinet.part("drawer", which="top"), cabinet.part("drawer", which="bottom")
    task.say("Open the {bottom drawer}. At no point during this may the {top drawer} come open.", lower, upper)
    task.goal(lower.opened(), upper.closed())
    task.stage("move lower to 0.97", actuate(grip(lower), then=follow(lower, to=0.97)))
