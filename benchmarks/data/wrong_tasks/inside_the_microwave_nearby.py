"""A lemon is put in front of a microwave that stays shut."""


def build(task, rng):
    oven = task.add("microwave", region="table_back")
    lemon = task.add("lemon", region=((0.34, 0.42), (0.2, 0.3)))
    task.say("Put the {lemon} in the {microwave}.", lemon, oven)
    task.goal(lemon.near(oven, 0.42))
    task.stage("put it there", pick(lemon), place(lemon, at(0.42, 0.0, 0)), effect=lemon.near(oven, 0.42))
