"""A toilet's lid is lifted."""


def build(task, rng):
    toilet = task.add("toilet", region="table_centre")
    lid = toilet.part("lid")
    task.say("Lift the seat of the {toilet}.", lid)
    task.goal(lid.at_least(0.5))
    task.stage("lift", actuate(grip(lid), then=follow(lid, to=0.7)), effect=lid.at_least(0.5))
