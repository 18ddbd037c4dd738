def build(task, rng):
    stand = task.add("stand", region=((0.42, 0.44), (-0.01, 0.01)), instance=0)
    box = task.add("cracker_box", region=stand, instance=0)
    task.say("Move the {cracker box}.", box)
    task.goal(not_(box.unchanged(0.03)))
    task.stage("push it", actuate([meet(hand.tip, at(0.35, 0, 0.25))], gripper="shut", then=translate(forward, 0.15)))
