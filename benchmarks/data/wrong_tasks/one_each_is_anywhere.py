"""Two cubes go into one bin of two, though each bin should get one."""


def build(task, rng):
    task.robot("panda_suction")
    left_bin = task.add("basket", region=((0.46, 0.5), (0.16, 0.22)), facing=0)
    right_bin = task.add("basket", region=((0.46, 0.5), (-0.22, -0.16)), facing=0)
    a = task.add("cube", region=((0.34, 0.4), (-0.04, 0.04)), colour="red")
    b = task.add("cube", region=((0.56, 0.62), (-0.04, 0.04)), colour="blue")
    cubes, bins = task.group("cubes", [a, b]), task.group("baskets", [left_bin, right_bin])
    task.say("Share the {cubes} out between the two {baskets}, one for each.", cubes, bins)
    somewhere = [any_of(cube.inside(left_bin), cube.inside(right_bin)) for cube in (a, b)]
    task.goal(held_for(all_of(*somewhere), 0.5))
    task.stage("a", pick(a), place(a, left_bin, offset=(0, 0.026)))
    task.stage("b", pick(b), place(b, left_bin, offset=(0, -0.026)))
