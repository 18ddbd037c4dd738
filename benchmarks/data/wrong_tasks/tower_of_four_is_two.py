"""Two of four cubes are stacked."""


def build(task, rng):
    a = task.add("cube", region=((0.44, 0.48), (-0.05, 0.05)))
    b = task.add("cube", region=((0.36, 0.5), (0.2, 0.34)), like=a)
    c = task.add("cube", region=((0.34, 0.4), (-0.34, -0.2)), like=a)
    d = task.add("cube", region=((0.5, 0.58), (-0.34, -0.2)), like=a)
    cubes = task.group("cubes", [a, b, c, d])
    task.say("Build a tower out of all four {cubes}.", cubes)
    task.goal(held_for(any_of(b.on(a), c.on(b), d.on(c)), 0.5))
    task.stage("one on another", pick(b), place(b, a), effect=b.on(a))
