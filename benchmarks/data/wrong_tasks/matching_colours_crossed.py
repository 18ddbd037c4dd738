"""The red cube goes into the blue bowl and the blue cube into the red one."""


def build(task, rng):
    task.robot("panda_suction")
    red_bowl = task.add("bowl", region=((0.5, 0.56), (0.12, 0.2)), colour="red")
    blue_bowl = task.add("bowl", region=((0.5, 0.56), (-0.2, -0.12)), colour="blue")
    red = task.add("cube", region=((0.34, 0.38), (0.05, 0.2)), colour="red")
    blue = task.add("cube", region=((0.34, 0.38), (-0.2, -0.05)), colour="blue")
    task.say(
        "Sort the {red cube} and the {blue cube} into the {red bowl} and the {blue bowl} by colour.",
        red,
        blue,
        red_bowl,
        blue_bowl,
    )
    task.goal(held_for(all_of(red.inside(blue_bowl), blue.inside(red_bowl)), 0.5))
    task.stage("red", pick(red), place(red, blue_bowl), effect=red.inside(blue_bowl))
    task.stage("blue", pick(blue), place(blue, red_bowl), effect=blue.inside(red_bowl))
