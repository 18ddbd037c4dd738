"""A button is pressed and let go."""


def build(task, rng):
    machine = task.add("coffee_machine", region="table_back", facing="robot")
    button = machine.part("button")
    task.say("Press the {button} on the coffee machine twice, letting it go in between.", button)
    task.goal(sequence(button.at_least(0.8), button.at_most(0.2)))
    task.stage(
        "press button",
        actuate(
            [meet(hand.tip, button.handle.centre), parallel(hand.approach, button.handle.approach, tolerance=0.3)],
            gripper="shut",
            then=follow(button, to=1),
        ),
    )
    task.stage(
        "press it again",
        actuate(
            [meet(hand.tip, button.handle.centre), parallel(hand.approach, button.handle.approach, tolerance=0.3)],
            gripper="shut",
            then=follow(button, to=1),
        ),
    )
