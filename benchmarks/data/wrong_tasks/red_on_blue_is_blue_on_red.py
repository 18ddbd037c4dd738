"""The blue cube is stacked on the red one."""


def build(task, rng):
    red = task.add("cube", region="table_left", colour="red")
    blue = task.add("cube", region="table_right", colour="blue")
    task.say("Stack the {red cube} on top of the {blue cube}.", red, blue)
    task.goal(blue.on(red))
    task.stage("put blue", pick(blue), place(blue, red))
