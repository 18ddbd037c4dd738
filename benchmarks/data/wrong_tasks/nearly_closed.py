def build(task, rng):
    cabinet = task.add("door_cabinet", region=((0.68, 0.73), (-0.06, 0.06)), facing="robot", joints={"door": 0.13})
    door = cabinet.part("door")
    task.say("Close the {door}.", door)
    task.goal(door.at_most(0.1))
    task.stage(
        "close it",
        actuate(
            [meet(hand.tip, door.handle.centre), parallel(hand.approach, door.handle.approach)],
            gripper="shut",
            then=follow(door, to=0.0),
        ),
    )
