def build(task, rng):
    cabinet = task.add("drawer_cabinet", region=((0.68, 0.73), (-0.06, 0.06)), facing="robot", instance=0)

    drawer = cabinet.part("drawer_middle")
    task.say("Open the {top drawer}.", drawer)
    task.goal(drawer.at_least(0.5))
    task.stage("open it", actuate(grip(drawer), then=follow(drawer, to=0.7)))
