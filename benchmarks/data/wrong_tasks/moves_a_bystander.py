def build(task, rng):
    ball = task.add("ball", region="table_front")
    can = task.add("can", region="table_right", instance=0)
    bin = task.add("bin", region="table_left")
    task.say("Put the {ball} into the {bin}.", ball, bin)
    task.goal(ball.inside(bin))
    task.stage("carry the can away", pick(can), place(can, at(0.6, 0.0, 0)))
    task.stage("put it in", pick(ball), place(ball, bin.interior))
