def build(task, rng):
    task.robot("panda_spatula")
    zone = task.add("zone", ((0.48, 0.52), (-0.1, 0.1)), colour="red")
    pile = task.pile("chip", 14, ((0.38, 0.6), (-0.3, 0.3)), colour="blue")
    task.say("Sweep the {blue chips} out of the {red zone} so that it is empty.", pile, zone)
    task.goal(held_for(pile.on(zone, 0.9), 0.5))
    task.stage("sweep", sweep(pile, zone), effect=pile.on(zone, 0.9))
