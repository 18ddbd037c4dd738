def build(task, rng):
    oven = task.add("oven", region="table_back", facing="robot")
    left_knob = oven.part("knob", which="left")
    task.say("Turn both {knobs} of the oven all the way up.", left_knob)
    task.goal(left_knob.at_least(0.9))
    task.stage("left", actuate(grip(left_knob), then=follow(left_knob, to=1)), effect=left_knob.at_least(0.9))
