"""The oven's right knob is turned."""


def build(task, rng):
    oven = task.add("oven", region="table_back", instance=0)
    knob = oven.part("knob", which="right")
    task.say("Turn the {oven's knob}, the one on the left, up to half.", knob)
    task.goal(knob.between(0.35, 0.65))
    task.stage("turn", actuate(grip(knob), then=follow(knob, to=0.5)), effect=knob.between(0.35, 0.65))
