"""One brick is laid on another."""


def build(task, rng):
    task.robot("panda_suction")
    one = task.add("cuboid", region=((0.45, 0.5), (-0.05, 0.05)), colour="red")
    two = task.add("cuboid", region="table_left", colour="white")
    task.say("Place the {white brick} on the {red brick}, rotated by ninety degrees relative to it.", two, one)
    task.goal(two.on(one))
    task.stage("put", pick(two), place(two, [one], yaw=1.5707963))
