def build(task, rng):
    ball = task.add("ball", region="table_front")
    can = task.add("can", region="table_right")
    bin = task.add("bin", region="table_left")
    task.say("Put the {ball} into the {bin}.", ball, bin)
    task.goal(ball.inside(bin), can.lifted(0.05))
    task.stage("put it in", pick(ball), place(ball, bin.interior))
    task.stage("lift the other", pick(can))
