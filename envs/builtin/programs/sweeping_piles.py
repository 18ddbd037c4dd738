"""A pile of small blocks is swept into a zone."""

COLOURS = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "white"]

CHIP = 0.02


def build(task, rng):
    task.robot("panda_spatula")
    of_pile, of_zone = rng.sample(COLOURS, 2)
    zone = task.add("zone", ((0.44, 0.56), (-0.20, 0.20)), facing=(-0.4, 0.4), colour=of_zone)
    # Lying one by one they cover half of the zone.
    count = int(0.5 * zone.top.size[0] * zone.top.size[1] / CHIP**2)
    pile = task.pile("chip", count, ((0.38, 0.60), (-0.30, 0.30)), colour=of_pile)

    task.say(f"Sweep the {{pile of {of_pile} chips}} into the {{{of_zone} zone}}.", pile, zone)
    task.goal(held_for(pile.on(zone, 0.9), 0.5))
    task.stage(f"Sweep the {of_pile} chips into the {of_zone} zone", sweep(pile, zone), effect=pile.on(zone, 0.9))
    task.time_limit(180)
