"""Of two red cubes the one that lies on the table goes into the bowl."""


def build(task, rng):
    plate = task.add("plate", region=((0.44, 0.48), (-0.3, -0.22)))
    bowl = task.add("bowl", region=((0.44, 0.52), (0.2, 0.3)))
    task.add("cube", region=plate.top, colour="red", name="on_plate")
    free = task.add("cube", region=((0.36, 0.46), (-0.06, 0.06)), colour="red", name="on_table")
    task.say("Take the {red cube from the plate} and put it into the {bowl}.", free, bowl)
    task.goal(free.inside(bowl))
    task.stage("put it in", pick(free), place(free, bowl), effect=free.inside(bowl))
