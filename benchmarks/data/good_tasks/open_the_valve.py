"""A hand wheel is turned until its valve is half open."""


def build(task, rng):
    valve = task.add("hand_wheel", region="table_centre")
    wheel = valve.part("wheel")
    task.say("Turn the {hand wheel} anticlockwise to open the valve.", wheel)
    task.goal(wheel.at_least(0.4))
    task.stage("turn", actuate(grip(wheel), then=follow(wheel, to=0.5)), effect=wheel.at_least(0.4))
