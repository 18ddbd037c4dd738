"""A pile of small blocks is swept into one of two zones, the one that is named."""

COLOURS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "white"]

CHIP = 0.02


def build(task, rng):
    task.robot("panda_spatula")
    of_pile, wanted, other = rng.sample(COLOURS, 3)
    left, right = rng.sample([wanted, other], 2)
    zones = {
        left: task.add("zone", ((0.44, 0.56), (0.14, 0.26)), facing=(-0.4, 0.4), colour=left),
        right: task.add("zone", ((0.44, 0.56), (-0.26, -0.14)), facing=(-0.4, 0.4), colour=right),
    }
    zone = zones[wanted]
    # Lying one by one they cover half of the zone.
    count = int(0.5 * zone.top.size[0] * zone.top.size[1] / CHIP**2)
    pile = task.pile("chip", count, ((0.38, 0.60), (-0.14, 0.14)), colour=of_pile)

    task.say(f"Push the {{pile of {of_pile} chips}} into the {{{wanted} zone}}.", pile, zone)
    task.goal(held_for(pile.on(zone, 0.9), 0.5))
    task.stage(f"Sweep the {of_pile} chips into the {wanted} zone", sweep(pile, zone), effect=pile.on(zone, 0.9))
    task.time_limit(180)
