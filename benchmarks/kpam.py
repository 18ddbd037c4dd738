"""How fast, and how often, keypoint problems are solved: `python -m benchmarks.kpam [--quick] [--json FILE]`.

Two sets: grasps of a bar handle at random places in front of the arm, and the problems of GenSim2 in
`benchmarks/data/kpam_problems.json`, each with Drake's answer and time on another machine beside it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from envs.robots import panda
from kpam.constraints import AxisAtAngle, AxisOrthogonal, AxisParallel, PointToPoint
from kpam.constraints.base import Constraint
from kpam.problem import KeypointProblem, Workspace
from kpam.solver import assess, solve
from kpam.transforms import Array, about_axis

DATA = Path(__file__).parent / "data" / "kpam_problems.json"
SYMMETRIES = (np.eye(4), about_axis((0.0, 0.0, 1.0), np.pi))


def handle_grasps(count: int, rng: np.random.Generator) -> list[KeypointProblem]:
    """Return grasps of horizontal and vertical bars on upright fronts before the arm."""
    problems: list[KeypointProblem] = []
    for _ in range(count):
        target = rng.uniform((0.45, -0.25, 0.08), (0.6, 0.25, 0.3))
        yaw = np.arctan2(target[1], target[0]) + rng.uniform(-0.35, 0.35)
        approach = (np.cos(yaw), np.sin(yaw), 0.0)
        bar = (-np.sin(yaw), np.cos(yaw), 0.0) if rng.random() < 0.5 else (0.0, 0.0, 1.0)
        constraints = (
            PointToPoint("meet", panda.TOOL_POINTS["grasp"], target, 1e-3),
            AxisParallel("approach", panda.TOOL_AXES["approach"], np.array(approach), 0.01),
            AxisOrthogonal("fingers", panda.TOOL_AXES["fingers"], np.array(bar), 0.01),
        )
        problems.append(KeypointProblem(constraints, panda.HOME[:7], symmetries=SYMMETRIES))
    return problems


def gensim2_problems(path: Path = DATA) -> list[tuple[KeypointProblem, dict[str, Any]]]:
    """Return GenSim2's problems, each with the record it comes from."""
    data = json.loads(path.read_text(encoding="utf-8"))
    workspace = Workspace(tuple(data["hand_box"][0]), tuple(data["hand_box"][1]))
    return [
        (KeypointProblem(_constraints(record), np.array(data["q_start"]), workspace=workspace), record)
        for record in data["problems"]
    ]


def _constraints(record: dict[str, Any]) -> tuple[Constraint, ...]:
    tool = {name: np.array(point) for name, point in record["tool_keypoints_in_hand"].items()}
    scene = {name: np.array(point) for name, point in record["object_keypoints_base"].items()}
    return tuple(_constraint(i, given, tool, scene) for i, given in enumerate(record["constraints"]))


def _constraint(i: int, given: dict[str, Any], tool: dict[str, Array], scene: dict[str, Array]) -> Constraint:
    name, tolerance = f"{i}:{given['type']}", float(given["tolerance"])
    if given["type"] == "point2point_constraint":
        return PointToPoint(name, tool[given["keypoint_name"]], scene[given["target_keypoint_name"]], tolerance)
    axis = tool[given["axis_to_keypoint_name"]] - tool[given["axis_from_keypoint_name"]]
    if given["type"].startswith("keypoint"):
        target = scene[given["target_axis_to_keypoint_name"]] - scene[given["target_axis_from_keypoint_name"]]
    else:
        target = np.array(given["target_axis"], dtype=float)
    inner = float(given["target_inner_product"])
    if inner == 0.0:
        return AxisOrthogonal(name, axis, target, tolerance)
    if abs(inner) == 1.0:
        return AxisParallel(name, axis, inner * target, tolerance)
    return AxisAtAngle(name, axis, target, float(np.arccos(inner)), tolerance)


def measure(problems: Sequence[KeypointProblem]) -> dict[str, float]:
    """Return CPU times in milliseconds and the feasible share of solving each problem once."""
    arm = panda.arm()
    solve(problems[0], arm)
    times: list[float] = []
    feasible = 0
    for problem in problems:
        begin = process_time()
        feasible += solve(problem, arm).feasible
        times.append(1e3 * (process_time() - begin))
    return {
        "problems": len(problems),
        "median_ms": float(np.median(times)),
        "p90_ms": float(np.percentile(times, 90)),
        "feasible": feasible / len(problems),
    }


def run(*, quick: bool = False) -> dict[str, dict[str, float]]:
    """Return the figures of both sets."""
    grasps = handle_grasps(40 if quick else 300, np.random.default_rng(0))
    recorded = gensim2_problems()[:: 4 if quick else 1]
    drake = [record["drake"] for _, record in recorded]
    results = {"handle grasp": measure(grasps), "GenSim2 problem": measure([problem for problem, _ in recorded])}
    results["GenSim2 problem, Drake (recorded)"] = {
        "problems": len(drake),
        "median_ms": float(np.median([answer["cpu_ms_median"] for answer in drake])),
        "p90_ms": float(np.percentile([answer["cpu_ms_median"] for answer in drake], 90)),
        "feasible": float(np.mean([answer["feasible"] for answer in drake])),
    }
    return results


def missed() -> list[str]:
    """Return, for each of GenSim2's problems that is not solved though Drake did, what is said about it."""
    arm = panda.arm()
    texts: list[str] = []
    for problem, record in gensim2_problems():
        solution = solve(problem, arm)
        if record["drake"]["feasible"] and not solution.feasible:
            theirs = assess(problem, arm, np.array(record["drake"]["q"]))
            texts.append(f"{record['id']}: {solution.explain()} | at Drake's answer: {theirs.explain()}")
    return texts


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer problems")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    arguments = parser.parse_args()
    from rich.console import Console
    from rich.table import Table

    results = run(quick=arguments.quick)
    table = Table(
        "set", "problems", "median CPU ms", "90 % CPU ms", "feasible", title="kPAM solve, every symmetry, 8 starts"
    )
    for name, row in results.items():
        cells = (f"{row['problems']:.0f}", f"{row['median_ms']:.1f}", f"{row['p90_ms']:.1f}", f"{row['feasible']:.1%}")
        table.add_row(name, *cells)
    Console().print(table)
    for text in missed():
        print(text)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
