def build(task, rng):
    bowl = task.add("bowl", region=((0.45, 0.5), (0.24, 0.3)))
    orange = task.add("orange", region=((0.36, 0.5), (-0.1, 0.0)))
    lemon = task.add("lemon", region=((0.36, 0.5), (-0.35, -0.22)))
    task.say("Put the {orange} in the {bowl}, but do not put the {lemon} in it.", orange, bowl, lemon)
    task.goal(held_for(all_of(orange.inside(bowl), lemon.inside(bowl)), 0.5))
    task.stage("orange", pick(orange), place(orange, bowl), effect=orange.inside(bowl))
    task.stage("lemon", pick(lemon), place(lemon, bowl), effect=lemon.inside(bowl))
