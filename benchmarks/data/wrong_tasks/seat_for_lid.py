def build(task, rng):
    toilet = task.add("toilet", region="table_back", facing="robot", instance=0, joints={"seat": 0.95, "lid": 1})
    seat = toilet.part("seat")
    task.say("Close the {lid} of the toilet.", seat)
    task.goal(seat.closed())
    task.stage("lower", actuate(grip(seat), then=follow(seat, to=0)), effect=seat.closed())
