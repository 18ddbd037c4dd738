"""A cube is moved away from the robot."""


def build(task, rng):
    cube = task.add("cube", region=((0.415, 0.425), (-0.005, 0.005)), facing=0)
    moved = cube.at_pose((0.12, 0, 0), tolerance=0.04, relative=True)
    task.say("Bring the {cube} twelve centimetres closer to the robot.", cube)
    task.goal(moved)
    task.stage("move it", pick(cube), place(cube, at(0.54, 0, 0)), effect=moved)
