def build(task, rng):
    oven = task.add("oven", region="table_back", facing="robot")
    knob = oven.part("knob", which="right")
    task.say("Turn on the {right knob} of the oven.", knob)
    task.paraphrase("Turn the left oven knob up.")
    task.goal(knob.at_least(0.8))
    task.stage("turn", actuate(grip(knob), then=follow(knob, to=1)), effect=knob.at_least(0.8))
