def build(task, rng):
    ball = task.add("ball", region="table_front")
    can = task.add("can", region="table_right")
    bin = task.add("bin", region="table_left")
    task.say("Put the {ball} and the {can} into the {bin}.", ball, can, bin)
    task.goal(ball.inside(bin))
    task.stage("put it in", pick(ball), place(ball, bin.interior))
