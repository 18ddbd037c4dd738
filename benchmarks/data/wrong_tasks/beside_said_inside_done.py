def build(task, rng):
    ball = task.add("ball", region="table_front")
    bin = task.add("bin", region="table_left")
    task.say("Put the {ball} next to the {bin}.", ball, bin)
    task.goal(ball.inside(bin))
    task.stage("put it in", pick(ball), place(ball, bin.interior))
