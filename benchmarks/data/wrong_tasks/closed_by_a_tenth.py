"""A laptop's screen is moved by a little."""


def build(task, rng):
    laptop = task.add("laptop", region="table_centre", joints={"screen": 0.9})
    screen = laptop.part("screen")
    task.say("Close the {laptop's screen}.", screen)
    task.goal(screen.at_most(0.7))
    task.stage("close", actuate(grip(screen), then=follow(screen, to=0.6)), effect=screen.at_most(0.7))
