"""`simwright kpam`: solve a keypoint problem from a file, look at it, and see where a keypoint can be reached."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agents.cli.output import Output
from agents.cli.settings import Json

if TYPE_CHECKING:
    from agents.cli.keypoint_files import Placing
    from kpam.conflict import Conflict
    from kpam.explain import Diagnosis
    from kpam.motion.plan import StagePath
    from kpam.problem import KeypointSolution

HELP = "Solve keypoint problems from files, draw them, and draw where a keypoint can be reached."

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")

File = Annotated[Path, typer.Argument(help="A keypoint problem: our own YAML, or a configuration of GenSim2.")]
Scene = Annotated[str | None, typer.Option("--scene", help="An asset in the scene: drawer_cabinet/3.")]
At = Annotated[tuple[float, float, float], typer.Option("--at", help="Where it stands: x, y, z in metres.")]
Yaw = Annotated[float, typer.Option("--yaw", help="How it is turned, degrees; at 180 its front faces the robot.")]
Open = Annotated[float, typer.Option("--open", min=0.0, max=1.0, help="Share by which its joints are open.")]
Part = Annotated[str | None, typer.Option("--part", help="The part that a configuration of GenSim2 is about.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Fixes the starts of the solver.")]
Starts = Annotated[int, typer.Option("--starts", min=1, max=256, help="Starts for each symmetry of the tool.")]
STANDING = (0.6, 0.0, 0.0)


@app.command("solve")
def solve_file(
    file: File,
    scene: Scene = None,
    at: At = STANDING,
    yaw: Yaw = 180.0,
    opened: Open = 0.0,
    part: Part = None,
    seed: Seed = 0,
    starts: Starts = 8,
    json: Json = False,
) -> None:
    """Solve a problem, and print how every constraint stands; exits 0 when it is solved, 1 otherwise.

    Where the file has a motion plan, the way through the solution is planned too.

    [bold]Examples[/bold]

      simwright kpam solve docs/examples/take_can.yaml

      simwright kpam solve docs/examples/open_drawer.yaml --scene drawer_cabinet/3 --at 0.7 0 0

      simwright kpam solve OpenBox.yaml --scene lidded_box/2 --open 0.2
    """
    from agents.cli.keypoint_files import open_file
    from kpam.explain import diagnose
    from kpam.motion.stage import plan_stage
    from kpam.solver import solve

    output, opening = Output(json), open_file(file, _placing(scene, at, yaw, opened, part))
    problem, arm = opening.problem, opening.setting.arm
    solution, way = solve(problem, arm, seed=seed, starts=starts), None
    if solution.feasible and opening.document.plan is not None:
        plan, frames = opening.motions
        way = plan_stage(problem, plan, arm, opening.collision, frames=frames, seed=seed, starts=starts)
        solution = way.solution
    _print_solution(output, opening.document.name or file.stem, solution)
    why = None if solution.feasible else diagnose(problem, solution, arm, seed=seed)
    if why is not None:
        output.line(f"infeasible: {why.text}")
    if way is not None:
        output.line(f"{'way' if way.found else 'no way'}: {way.explain()}")
    output.result(_as_data(solution, way, why))
    raise typer.Exit(0 if solution.feasible and (way is None or way.found) else 1)


@app.command("show")
def show_file(
    file: File,
    out: Annotated[Path, typer.Option("--out", help="The picture to write (PNG).", dir_okay=False)],
    scene: Scene = None,
    at: At = STANDING,
    yaw: Yaw = 180.0,
    opened: Open = 0.0,
    part: Part = None,
    seed: Seed = 0,
    starts: Starts = 8,
    json: Json = False,
) -> None:
    """Draw a problem and its best answer: robot, keypoints, axes, and what is missed by how much.

    [bold]Example[/bold]   simwright kpam show docs/examples/take_can.yaml --out can.png
    """
    from agents.cli.keypoint_files import open_file
    from agents.report.keypoint_picture import draw
    from kpam.explain import diagnose
    from kpam.solver import solve

    output, opening = Output(json), open_file(file, _placing(scene, at, yaw, opened, part))
    problem = opening.problem
    solution = solve(problem, opening.setting.arm, seed=seed, starts=starts)
    why = "" if solution.feasible else diagnose(problem, solution, opening.setting.arm, seed=seed).text
    places = opening.places[solution.alternative]
    picture = draw(opening.document, places, problem, solution, things=opening.things, why=why)
    out.parent.mkdir(parents=True, exist_ok=True)
    picture.save(out)
    output.line(f"picture: {out}")
    output.line("solved" if solution.feasible else f"infeasible: {why}")
    output.result({"picture": str(out), "feasible": solution.feasible, "explanation": why or "solved"})


@app.command("reach")
def reach_asset(
    asset: Annotated[str, typer.Argument(help="A category, or one instance of it: mug, drawer_cabinet/3.")],
    out: Annotated[Path, typer.Option("--out", help="The picture to write (PNG).", dir_okay=False)],
    point: Annotated[
        str | None,
        typer.Option("--point", help="The keypoint. \\[default: the first handle or grasp]", show_default=False),
    ] = None,
    opened: Open = 0.0,
    step: Annotated[float, typer.Option("--step", min=0.02, max=0.3, help="Metres between positions.")] = 0.07,
    seed: Seed = 0,
    json: Json = False,
) -> None:
    """Draw where an asset may stand on the table for the hand to get to one of its keypoints.

    Each position is tried with the asset's front turned by -60 to 60 degrees from the robot; the arm must be free of
    collisions there, but the way there is not planned.

    [bold]Example[/bold]   simwright kpam reach drawer_cabinet/3 --point drawer_top.handle.centre --out reach.png
    """
    from agents.report.reach_map import draw_reach, reach_map
    from envs.assets.catalog import Catalog

    output = Output(json)
    model = Catalog().get(asset if "/" in asset else f"{asset}/0")
    with output.bar("positions") as move:
        reach = reach_map(
            model, point, step=step, opened=opened, seed=seed, on_progress=lambda done, of: move("positions", done, of)
        )
    out.parent.mkdir(parents=True, exist_ok=True)
    draw_reach(model, reach, opened=opened).save(out)
    share = float((reach.shares > 0).mean())
    output.line(f"{model.id}: {reach.point} is reached from {share:.0%} of {len(reach.positions)} positions")
    output.line(f"picture: {out}")
    rows = [[*position, share] for position, share in zip(reach.positions.tolist(), reach.shares.tolist(), strict=True)]
    output.result({"asset": model.id, "point": reach.point, "reached": share, "x_y_share": rows, "picture": str(out)})


def _placing(
    scene: str | None, at: tuple[float, float, float], yaw: float, opened: float, part: str | None
) -> Placing | None:
    from agents.cli.keypoint_files import Placing

    return None if scene is None else Placing(scene, at, yaw, opened, part)


def _print_solution(output: Output, name: str, solution: KeypointSolution) -> None:
    """Print the residual table, and what is in the way."""
    rows = [
        (
            report.name,
            "soft" if report.soft else "hard",
            measure(report.violation, report.unit),
            measure(report.tolerance, report.unit),
            "holds" if report.satisfied else "costs" if report.soft else "MISSED",
        )
        for report in solution.reports
    ]
    output.table(name, ("constraint", "", "off by", "allowed", ""), rows)
    if not solution.feasible:
        return
    joints = ", ".join(f"{value:+.3f}" for value in solution.q)
    output.line(f"solved from start {solution.start} after {solution.iterations} iterations")
    output.line(f"joints {joints} rad")


def measure(value: float, unit: str) -> str:
    """Return a violation or tolerance for a person: millimetres, degrees, or a bare number."""
    if unit == "m":
        return f"{1e3 * value:.3f} mm"
    return f"{math.degrees(value):.3f} deg" if unit == "rad" else f"{value:.4f}"


def _as_data(solution: KeypointSolution, way: StagePath | None, why: Diagnosis | None) -> dict[str, object]:
    constraints = [
        {
            "name": report.name,
            "violation": report.violation,
            "tolerance": report.tolerance,
            "unit": report.unit,
            "hard": not report.soft,
            "satisfied": report.satisfied,
        }
        for report in solution.reports
    ]
    data: dict[str, object] = {
        "feasible": solution.feasible,
        "q": solution.q.tolist(),
        "T_base_hand": solution.T_base_hand.tolist(),
        "cost": solution.cost,
        "start": solution.start,
        "symmetry": solution.symmetry,
        "iterations": solution.iterations,
        "constraints": constraints,
        "explanation": solution.explain() if why is None else why.text,
        "conflicts": [] if why is None else [_conflict(conflict) for conflict in why.conflicts],
    }
    if way is not None:
        data["way"] = {
            "found": way.found,
            "explanation": way.explain(),
            "legs": {leg.name: (len(leg.trajectory) - 1) / way.rate for leg in way.legs},
        }
    return data


def _conflict(conflict: Conflict) -> dict[str, object]:
    return {
        "kind": conflict.kind,
        "members": [asdict(member) for member in conflict.members],
        "enough": {relaxation.name: relaxation.enough for relaxation in conflict.relaxations},
        "out_of_reach": conflict.gap,
        "explanation": conflict.explain(),
    }
