"""A thermostat is turned up."""


def build(task, rng):
    box = task.add("rotary_knob", region="table_back", facing="robot", joints={"knob": 0.5})
    knob = box.part("knob")
    task.say("It's far too hot in here, please turn the {thermostat} down by at least a quarter.", knob)
    task.goal(knob.changed_by(0.25))
    task.stage("move knob to 0.9", actuate(grip(knob), then=follow(knob, to=0.9)))
