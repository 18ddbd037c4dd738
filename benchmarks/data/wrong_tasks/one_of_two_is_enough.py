def build(task, rng):
    ball = task.add("ball", region="table_front")
    can = task.add("can", region="table_right")
    bin = task.add("bin", region="table_left", instance=0)
    task.say("Put the {ball} and the {can} into the {bin}.", ball, can, bin)
    task.goal(any_of(ball.inside(bin), can.inside(bin)))
    task.stage("put one in", pick(ball), place(ball, bin.interior, offset=(-0.04, 0)))
    task.stage("put the other in", pick(can), place(can, bin.interior, offset=(0.04, 0)))
