def build(task, rng):
    bin = task.add("bin", region="table_left")
    ball = task.add("ball", region=bin)
    task.say("Put the {ball} into the {bin}.", ball, bin)
    task.goal(ball.inside(bin))
    task.stage("put it in", pick(ball), place(ball, bin.interior))
