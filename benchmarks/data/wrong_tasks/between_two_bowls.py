"""A cube is put beside one of two bowls, not between them."""


def build(task, rng):
    left_bowl = task.add("bowl", region=((0.46, 0.48), (0.14, 0.16)), colour="blue")
    right_bowl = task.add("bowl", region=((0.46, 0.48), (-0.16, -0.14)), colour="orange")
    cube = task.add("cube", region=((0.34, 0.38), (-0.3, -0.22)))
    task.say("Put the {cube} halfway between the {blue bowl} and the {orange bowl}.", cube, left_bowl, right_bowl)
    task.goal(cube.near(right_bowl, 0.17), cube.near(left_bowl, 0.4))
    there = all_of(cube.near(right_bowl, 0.17), cube.near(left_bowl, 0.4))
    task.stage("put it there", pick(cube), place(cube, at(0.6, -0.1, 0)), effect=there)
