"""A box's lid is lifted."""


def build(task, rng):
    box = task.add("lidded_box", region="table_centre")
    lid = box.part("lid")
    task.say("Lift the {lid of the box}.", lid)
    task.goal(lid.at_least(0.6))
    task.stage("open it", actuate(grip(lid), then=follow(lid, to=0.75)), effect=lid.at_least(0.6))
