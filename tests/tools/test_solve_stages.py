"""Keypoints are solved on the starting scene, and what is in the way has figures."""

from __future__ import annotations

from tools.context import ToolContext
from tools.solve_stages import solve_stages

DRAWER = """def build(task, rng):
    cabinet = task.add("drawer_cabinet", region=((X, X), (0, 0)), facing="FACING", name="cabinet", instance=3)
    drawer = cabinet.part("drawer_top")
    task.say("Open the {drawer}.", drawer)
    task.goal(drawer.at_least(0.6))
    task.stage("open it", actuate(grip(drawer), then=follow(drawer, to=0.8)))
"""


def test_a_handle_within_reach_is_ok(context: ToolContext) -> None:
    assert solve_stages(context, DRAWER.replace("X", "0.72").replace("FACING", "robot"), 0).startswith(
        "ok\nopen it: solved"
    )


def test_a_handle_on_the_far_side_is_out_of_reach_with_figures(context: ToolContext) -> None:
    answer = solve_stages(context, DRAWER.replace("X", "0.89").replace("FACING", "away"), 0)
    assert answer.split(":")[0] in {"out_of_reach", "infeasible"}
    assert "m" in answer
