"""Both piles are swept into the zone though one should stay."""


def build(task, rng):
    task.robot("panda_spatula")
    zone = task.add("zone", ((0.48, 0.52), (-0.02, 0.02)), facing=0, colour="blue")
    red = task.pile("chip", 6, ((0.4, 0.56), (0.18, 0.3)), colour="red", name="reds")
    green = task.pile("chip", 6, ((0.4, 0.56), (-0.3, -0.18)), colour="green", name="greens")
    task.say("Sweep the {red chips} into the {blue zone} and leave the others alone.", red, zone)
    task.goal(held_for(red.on(zone, 0.8), 0.5))
    task.stage("greens", sweep(green, zone, share=0.5))
    task.stage("reds", sweep(red, zone, share=0.8), effect=red.on(zone, 0.8))
    task.time_limit(240)
