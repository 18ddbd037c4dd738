"""One brick is laid across another."""


def build(task, rng):
    task.robot("panda_suction")
    one = task.add("cuboid", region=((0.45, 0.5), (-0.05, 0.05)), colour="yellow")
    two = task.add("cuboid", region="table_right", colour="brown")
    task.say("Put the {brown brick} on top of the {yellow brick} so that the two are parallel.", two, one)
    task.goal(two.on(one), two.aligned(one, 1.5707963))
    task.stage("put", pick(two), place(two, [one], yaw=1.5707963))
