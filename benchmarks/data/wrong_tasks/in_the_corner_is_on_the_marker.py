"""A cube ends anywhere on a corner marker."""


def build(task, rng):
    task.robot("panda_suction")
    marker = task.add("corner", region=((0.4, 0.5), (-0.1, 0.1)), facing="any", colour="green")
    brick = task.add("cube", region=((0.36, 0.6), (0.24, 0.36)), colour="orange")
    task.say(
        "Align the {orange cube} with the {green corner marker}, pushed right into its corner with both sides flush.",
        brick,
        marker,
    )
    task.goal(brick.on(marker))
    task.stage("put brick", pick(brick), place(brick, marker))
