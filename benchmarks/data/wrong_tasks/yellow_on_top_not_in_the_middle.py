"""Three cubes are stacked, the yellow one on top."""


def build(task, rng):
    a = task.add("cube", region="table_front", colour="orange")
    b = task.add("cube", region="table_left", colour="yellow")
    c = task.add("cube", region="table_right", colour="white")
    task.say("Stack the cubes from bottom to top in the order {orange}, {yellow}, {white}.", a, b, c)
    task.goal(held_for(all_of(c.on(a), b.on(c)), 0.5))
    task.stage("put c", pick(c), place(c, a))
    task.stage("put b", pick(b), place(b, c))
