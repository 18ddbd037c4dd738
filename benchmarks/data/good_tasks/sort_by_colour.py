"""Two cubes go into the bowls of their colour."""


def build(task, rng):
    task.robot("panda_suction")
    red_bowl = task.add("bowl", region=((0.5, 0.56), (0.12, 0.2)), colour="red")
    blue_bowl = task.add("bowl", region=((0.5, 0.56), (-0.2, -0.12)), colour="blue")
    red = task.add("cube", region=((0.34, 0.38), (0.05, 0.2)), colour="red")
    blue = task.add("cube", region=((0.34, 0.38), (-0.2, -0.05)), colour="blue")
    task.say(
        "Sort the cubes by colour: the {red cube} goes into the {red bowl}, the {blue cube} into the {blue bowl}.",
        red,
        red_bowl,
        blue,
        blue_bowl,
    )
    task.goal(held_for(all_of(red.inside(red_bowl), blue.inside(blue_bowl)), 0.5))
    task.stage("red", pick(red), place(red, red_bowl), effect=red.inside(red_bowl))
    task.stage("blue", pick(blue), place(blue, blue_bowl), effect=blue.inside(blue_bowl))
