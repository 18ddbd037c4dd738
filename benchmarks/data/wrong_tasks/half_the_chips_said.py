"""Nearly all chips are swept though half was asked."""


def build(task, rng):
    task.robot("panda_spatula")
    zone = task.add("zone", ((0.44, 0.56), (-0.20, 0.20)), colour="blue")
    pile = task.pile("chip", 14, ((0.38, 0.60), (-0.30, 0.30)), colour="red")
    task.say("Sweep half of the {red chips} into the {blue zone} and leave the other half.", pile, zone)
    task.goal(held_for(pile.on(zone, 0.5), 0.5))
    task.stage("sweep", sweep(pile, zone, share=0.9), effect=pile.on(zone, 0.9))
    task.time_limit(120)
