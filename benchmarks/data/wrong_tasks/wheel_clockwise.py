"""A hand wheel that opens anticlockwise is opened."""


def build(task, rng):
    valve = task.add("hand_wheel", region="table_centre")
    wheel = valve.part("wheel")
    task.say("Turn the {hand wheel} clockwise by a good part of a turn.", wheel)
    task.goal(wheel.at_least(0.4))
    task.stage("turn", actuate(grip(wheel), then=follow(wheel, to=0.5)), effect=wheel.at_least(0.4))
