"""A pile of chips is swept into a zone."""


def build(task, rng):
    task.robot("panda_spatula")
    zone = task.add("zone", ((0.44, 0.56), (-0.20, 0.20)), colour="blue")
    pile = task.pile("chip", 12, ((0.38, 0.60), (-0.30, 0.30)), colour="red")
    task.say("Sweep all the {red chips} into the {blue square}.", pile, zone)
    task.goal(held_for(pile.on(zone, 1.0), 0.5))
    task.stage("sweep", sweep(pile, zone, share=1.0), effect=pile.on(zone, 1.0))
    task.time_limit(240)
