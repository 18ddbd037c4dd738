"""Two of three red cubes go into a bin."""


def build(task, rng):
    container = task.add("bin", region=((0.48, 0.54), (-0.05, 0.05)), facing=0)
    a = task.add("cube", region=((0.34, 0.42), (0.24, 0.34)), colour="red")
    b = task.add("cube", region=((0.34, 0.42), (-0.34, -0.24)), colour="red")
    task.add("cube", region=((0.5, 0.58), (0.28, 0.36)), colour="red")
    red = task.group("red_cubes", [a, b])
    task.say("Put all the {red cubes} into the {bin}.", red, container)
    task.goal(a.inside(container), b.inside(container))
    task.stage("one", pick(a), place(a, container, offset=(0, 0.04)), effect=a.inside(container))
    task.stage("two", pick(b), place(b, container, offset=(0, -0.04)), effect=b.inside(container))
