"""A box is moved by ten centimetres."""


def build(task, rng):
    box = task.add("sugar_box", region=((0.34, 0.36), (-0.05, 0.05)), facing="away")
    task.say("Shift the {sugar box} thirty centimetres forward, away from your base.", box)
    task.goal(box.at_pose((0.10, 0.0, 0.0), tolerance=0.03, relative=True))
    task.stage("shift", pick(box), place(box, at(0.45, 0.0, 0.0)))
