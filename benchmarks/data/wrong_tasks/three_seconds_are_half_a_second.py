"""A hammer is held for half a second."""


def build(task, rng):
    hammer = task.add("hammer", region="table_front")
    task.say("Grab the {hammer}, lift it ten centimetres up and hold it there for three full seconds.", hammer)
    task.goal(held_for(all_of(hammer.lifted(0.1), hammer.grasped()), 0.5))
    task.stage("lift hammer", pick(hammer, lift=0.15))
