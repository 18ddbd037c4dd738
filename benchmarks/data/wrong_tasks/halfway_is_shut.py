def build(task, rng):
    cabinet = task.add(
        "drawer_cabinet",
        region=((0.68, 0.73), (-0.06, 0.06)),
        facing="robot",
        instance=0,
        joints={"drawer_top": (0.9, 1.0)},
    )

    drawer = cabinet.part("drawer_top")
    task.say("Close the {top drawer}.", drawer)
    task.goal(drawer.at_most(0.6))
    task.stage(
        "push it",
        actuate(
            [meet(hand.tip, drawer.handle.centre), parallel(hand.approach, drawer.handle.approach)],
            gripper="shut",
            then=follow(drawer, to=0.4),
        ),
    )
