"""A cube is carried to a zone."""


def build(task, rng):
    zone = task.add("zone", region=((0.44, 0.52), (-0.2, -0.1)), colour="green")
    cube = task.add("cube", region=((0.36, 0.5), (0.1, 0.3)), colour="red")
    task.say("Slide the {red cube} onto the {green zone} without lifting it off the table.", cube, zone)
    task.goal(cube.on(zone))
    task.stage("bring it", pick(cube), place(cube, zone), effect=cube.on(zone))
