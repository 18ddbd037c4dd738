def build(task, rng):
    laptop = task.add("laptop", region="table_back", facing="robot", instance=0)
    block = task.add("block", region=laptop.place("keyboard"), instance=0)
    screen = laptop.part("screen")
    task.say("Open the {laptop}.", screen)
    task.goal(screen.at_least(0.4))
    task.stage("open it", actuate(grip(screen), then=follow(screen, to=0.6)))
