"""A tower of three cubes is built in the order that is asked."""


def build(task, rng):
    red = task.add("cube", region=((0.44, 0.48), (-0.05, 0.05)), colour="red")
    green = task.add("cube", region=((0.36, 0.5), (0.2, 0.34)), colour="green", like=red)
    blue = task.add("cube", region=((0.36, 0.5), (-0.34, -0.2)), colour="blue", like=red)
    task.say("Stack the {green cube} on the {red cube} and the {blue cube} on top of the green one.", green, red, blue)
    task.goal(held_for(all_of(green.on(red), blue.on(green)), 0.5))
    task.stage("green on red", pick(green), place(green, red), effect=green.on(red))
    task.stage("blue on green", pick(blue), place(blue, green), effect=blue.on(green))
