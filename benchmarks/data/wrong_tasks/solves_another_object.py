def build(task, rng):
    ball = task.add("ball", region="table_right")
    can = task.add("can", region="table_front")
    bin = task.add("bin", region="table_left")
    task.say("Put the {ball} into the {bin}.", ball, bin)
    task.goal(ball.inside(bin))
    task.stage("put it in", pick(can), place(can, bin.interior))
