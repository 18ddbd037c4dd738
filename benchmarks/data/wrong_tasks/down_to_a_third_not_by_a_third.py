"""A knob is turned down to a third."""


def build(task, rng):
    box = task.add("rotary_knob", region="table_back", facing="robot", joints={"knob": 1.0})
    knob = box.part("knob")
    task.say("Too bright! Turn the {dimmer knob} down by roughly a third, so that about two thirds remain.", knob)
    task.goal(knob.between(0.25, 0.4))
    task.stage("move knob to 0.33", actuate(grip(knob), then=follow(knob, to=0.33)))
