"""A laptop is closed."""


def build(task, rng):
    laptop = task.add("laptop", region="table_centre", joints={"screen": (0.6, 0.8)})
    screen = laptop.part("screen")
    task.say("I am done with work, so close the {laptop}.", screen)
    task.goal(screen.at_most(0.1))
    task.stage("close", actuate(grip(screen), then=follow(screen, to=0)), effect=screen.at_most(0.1))
