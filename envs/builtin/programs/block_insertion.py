"""An L-shaped block goes into the L-shaped pocket of a fixture, whichever way round that lies."""


def build(task, rng):
    task.robot("panda_suction")
    fixture = task.add("fixture", region=((0.40, 0.62), (-0.22, 0.22)), facing="any")
    ell = task.add("ell", region=((0.34, 0.62), (-0.32, 0.32)))
    pocket = fixture.place("pocket")

    task.say("Put the {ell} into the L-shaped pocket of the {fixture}.", ell, fixture)
    task.goal(held_for(ell.inside(pocket), 0.5))
    task.stage(
        "Put the ell into the pocket of the fixture",
        pick(ell),
        place(ell, pocket, yaw=0),
        effect=ell.inside(pocket),
    )
