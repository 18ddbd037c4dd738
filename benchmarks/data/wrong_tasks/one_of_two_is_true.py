def build(task, rng):
    box = task.add("lidded_box", region="table_back", facing="robot")
    lid = box.part("lid")
    task.say("Open the {lid} of the box.", lid)
    task.goal(any_of(lid.at_least(0.4), lid.at_most(0.3)))
    task.stage("open it", actuate(grip(lid), then=follow(lid, to=0.6)))
