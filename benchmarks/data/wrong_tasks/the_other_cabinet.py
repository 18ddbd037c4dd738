"""Of two cabinets the right one's drawer is opened; the left one is meant."""


def build(task, rng):
    task.add("drawer_cabinet", region=((0.68, 0.7), (0.25, 0.27)), facing="robot", instance=0, name="one")
    other = task.add("drawer_cabinet", region=((0.68, 0.7), (-0.2, -0.18)), facing="robot", instance=0, name="other")
    drawer = other.part("drawer", which="top")
    task.say("Open the {top drawer} of the cabinet on the left.", drawer)
    task.goal(drawer.at_least(0.6))
    task.stage("open", actuate(grip(drawer), then=follow(drawer, to=0.8)), effect=drawer.at_least(0.6))
