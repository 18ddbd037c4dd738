"""Lid and seat of a toilet are lifted."""


def build(task, rng):
    toilet = task.add("toilet", region="table_back", facing="robot", instance=0)
    seat, lid = toilet.part("seat"), toilet.part("lid")
    task.say("Lift only the {lid of the toilet}; the {seat} should stay down.", lid, seat)
    task.goal(lid.opened(), seat.opened())
    task.stage("move lid to 0.97", actuate(grip(lid), then=follow(lid, to=0.97)))
    task.stage("move seat to 0.97", actuate(grip(seat), then=follow(seat, to=0.97)))
