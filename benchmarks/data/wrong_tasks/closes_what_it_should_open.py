def build(task, rng):
    cabinet = task.add(
        "drawer_cabinet", region=((0.68, 0.73), (-0.06, 0.06)), facing="robot", instance=0, joints={"drawer_top": 0.3}
    )

    drawer = cabinet.part("drawer_top")
    task.say("Open the {top drawer}.", drawer)
    task.goal(drawer.at_least(0.6))
    task.stage("close it", actuate(grip(drawer), then=follow(drawer, to=0.0)))
