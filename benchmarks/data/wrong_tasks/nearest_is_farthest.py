"""The ball that lies farther away goes into the bowl."""


def build(task, rng):
    bowl = task.add("bowl", region=((0.44, 0.52), (0.15, 0.25)))
    task.add("ball", region=((0.32, 0.38), (-0.1, 0.1)), name="near_ball", colour="red")
    far = task.add("ball", region=((0.55, 0.62), (-0.1, 0.1)), name="far_ball", colour="red")
    task.say("Put the {ball nearest to the robot} into the {bowl}.", far, bowl)
    task.goal(far.inside(bowl))
    task.stage("put it in", pick(far), place(far, bowl), effect=far.inside(bowl))
