def build(task, rng):
    cabinet = task.add("drawer_cabinet", region=((0.68, 0.73), (-0.06, 0.06)), facing="robot", instance=0)

    top, middle = cabinet.part("drawer_top"), cabinet.part("drawer_middle")
    task.say("Open the {top drawer}.", top)
    task.goal(top.at_least(0.3), middle.at_least(0.3))
    task.stage("open the middle one", actuate(grip(middle), then=follow(middle, to=0.45)))
    task.stage("open the top one", actuate(grip(top), then=follow(top, to=0.45)))
