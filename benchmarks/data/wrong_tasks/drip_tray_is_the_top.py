"""A mug is put on top of a coffee machine."""


def build(task, rng):
    machine = task.add("coffee_machine", region="table_back", facing="robot")
    mug = task.add("mug", region="table_left")
    task.say("Stand the {mug} under the spout, on the drip tray of the {coffee machine}.", mug, machine)
    task.goal(mug.on(machine.top))
    task.stage("put mug", pick(mug), place(mug, machine.top))
