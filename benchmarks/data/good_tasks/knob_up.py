"""A dial is turned up."""


def build(task, rng):
    box = task.add("rotary_knob", region="table_centre")
    knob = box.part("knob")
    task.say("Turn the {knob} clockwise, to more than half.", knob)
    task.goal(knob.at_least(0.5))
    task.stage("turn", actuate(grip(knob), then=follow(knob, to=0.65)), effect=knob.at_least(0.5))
