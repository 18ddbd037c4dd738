"""Three cubes end on a tray anyhow."""


def build(task, rng):
    tray = task.add("tray", region=((0.46, 0.5), (-0.08, 0.0)), facing=0)
    places = [((0.34, 0.42), (0.24, 0.34)), ((0.5, 0.6), (0.24, 0.34)), ((0.34, 0.42), (-0.36, -0.28))]
    cubes = [task.add("cube", region=place_of) for place_of in places]
    three = task.group("cubes", cubes)
    task.say("Line up the {three cubes} in a straight row on the {tray}.", three, tray)
    task.goal(all_of(*[cube.on(tray) for cube in cubes]))
    for number, (cube, offset) in enumerate(zip(cubes, [(-0.05, 0), (0.05, 0.06), (0.0, -0.07)], strict=True)):
        task.stage(f"cube {number + 1}", pick(cube), place(cube, tray, offset=offset), effect=cube.on(tray))
