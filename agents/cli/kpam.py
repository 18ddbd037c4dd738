"""`simwright kpam`: solve a keypoint problem from a file, look at it, and see where a keypoint can be reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from inspect import Parameter, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agents.cli.output import Output
from agents.cli.settings import Json

if TYPE_CHECKING:
    from PIL import Image

    from agents.cli.keypoint_files import Opened

HELP = "Solve keypoint problems from files, draw them, and draw where a keypoint can be reached."

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")

Open = Annotated[float, typer.Option("--open", min=0.0, max=1.0, help="Share by which its joints are open.")]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Fixes the starts of the solver.")]
Out = Annotated[
    Path, typer.Option("--out", help="The picture to write (PNG); a file there is replaced.", dir_okay=False)
]


@dataclass(frozen=True)
class Question:
    """A problem that was asked for on the command line, and how to look for its answer."""

    file: Path
    opened: Opened
    seed: int
    starts: int
    output: Output

    @property
    def name(self) -> str:
        """What the problem is called."""
        return self.opened.document.name or self.file.stem


def _question(
    file: Annotated[Path, typer.Argument(help="A keypoint problem: our own YAML, or a configuration of GenSim2.")],
    scene: Annotated[str | None, typer.Option("--scene", help="An asset in the scene: drawer_cabinet/3.")] = None,
    at: Annotated[tuple[float, float, float], typer.Option("--at", help="Where it stands: x, y, z in metres.")] = (
        0.6,
        0.0,
        0.0,
    ),
    yaw: Annotated[
        float, typer.Option("--yaw", help="How it is turned, degrees; at 180 its front faces the robot.")
    ] = 180.0,
    opened: Open = 0.0,
    part: Annotated[
        str | None, typer.Option("--part", help="The part that a configuration of GenSim2 is about.")
    ] = None,
    seed: Seed = 0,
    starts: Annotated[int, typer.Option("--starts", min=1, max=256, help="Starts for each symmetry of the tool.")] = 8,
    json: Json = False,
) -> Question:
    """Open the file; its parameters are the options of every verb that is about a problem."""
    from agents.cli.keypoint_files import Placing, open_file

    placing = None if scene is None else Placing(scene, at, yaw, opened, part)
    return Question(file, open_file(file, placing), seed, starts, Output(json))


def _about_a_problem(verb: Callable[..., None]) -> Callable[..., None]:
    """Return a verb whose first argument, a `Question`, is asked for by the options of `_question`."""
    asked = signature(_question, eval_str=True).parameters
    own = list(signature(verb, eval_str=True).parameters.values())[1:]

    @wraps(verb)
    def command(**given: Any) -> None:
        rest = {parameter.name: given.pop(parameter.name) for parameter in own}
        if "out" in rest:
            _check_picture(rest["out"])
        verb(_question(**given), **rest)

    parameters = [one.replace(kind=Parameter.KEYWORD_ONLY) for one in (*asked.values(), *own)]
    command.__signature__ = signature(command).replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    return command


@app.command("solve")
@_about_a_problem
def solve_file(question: Question) -> None:
    """Solve a problem, and print how every constraint stands; exits 0 when it is solved, 1 otherwise.

    Where the file has a motion plan, the way through the solution is planned too.

    [bold]Examples[/bold]

      simwright kpam solve docs/examples/take_can.yaml

      simwright kpam solve docs/examples/open_drawer.yaml --json

      simwright kpam solve OpenBox.yaml --scene lidded_box/1 --open 0.4
    """
    from agents.cli.keypoint_answer import answer, as_data, print_answer

    output = question.output
    with output.bar("solving") as move:
        found = answer(question.opened.built, seed=question.seed, starts=question.starts, move=move)
    print_answer(output, question.name, found)
    output.result(as_data(found))
    raise typer.Exit(0 if found.solved else 1)


@app.command("show")
@_about_a_problem
def show_file(question: Question, out: Out) -> None:
    """Draw a problem and its best answer: robot, keypoints, axes, and what is missed by how much.

    An infeasible problem is drawn too, and exits with 0: the picture is what was asked for.

    [bold]Examples[/bold]

      simwright kpam show docs/examples/hang_mug.yaml --out mug.png

      simwright kpam show OpenBox.yaml --scene lidded_box/1 --open 0.4 --out box.png
    """
    from agents.cli.keypoint_answer import answer
    from agents.cli.keypoint_files import robot_of
    from agents.report.keypoint_picture import draw
    from agents.report.keypoint_scene import standing

    output, opened = question.output, question.opened
    with output.bar("solving") as move:
        found = answer(opened.built, seed=question.seed, starts=question.starts, move=move, way=False)
        move("drawing", 2, 3)
        hand = opened.built.setting.arm.forward(found.posture)
        picture = draw(
            question.name,
            opened.document,
            opened.built.places[found.solution.alternative],
            found.problem,
            found.solution,
            posture=found.posture,
            robot=robot_of(opened.document).name,
            things=[*opened.things, *standing(opened.built, hand, found.T_base_object)],
            why="" if found.why is None else found.why.text,
        )
    _write(picture, out)
    why = "solved" if found.why is None else f"infeasible: {found.why.text}"
    output.line(why)
    output.line(f"picture: {out}")
    output.result({"picture": str(out), "feasible": found.solution.feasible, "explanation": why})


@app.command("reach")
def reach_asset(
    asset: Annotated[str, typer.Argument(help="A category, or one instance of it: mug, drawer_cabinet/3.")],
    out: Out,
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

    [bold]Examples[/bold]

      simwright kpam reach mug --out reach.png

      simwright kpam reach drawer_cabinet/3 --point drawer_top.handle.centre --out reach.png
    """
    from agents.report.keypoint_scene import asset_named
    from agents.report.reach_map import draw_reach, reach_map
    from envs.assets.catalog import Catalog

    _check_picture(out)
    output, model = Output(json), asset_named(Catalog(), asset)
    with output.bar("positions") as move:
        reach = reach_map(
            model, point, step=step, opened=opened, seed=seed, on_progress=lambda done, of: move("positions", done, of)
        )
        move("drawing", 0, 1)
        picture = draw_reach(model, reach, opened=opened)
    _write(picture, out)
    share = float((reach.shares > 0).mean())
    output.line(f"{model.id}: {reach.point} is reached from {share:.0%} of {len(reach.positions)} positions")
    output.line(f"picture: {out}")
    rows = [
        [*position, share]
        for position, share in zip(reach.positions.round(6).tolist(), reach.shares.tolist(), strict=True)
    ]
    output.result({"asset": model.id, "point": reach.point, "reached": share, "x_y_share": rows, "picture": str(out)})


def _check_picture(out: Path) -> None:
    """Refuse a file that cannot become a picture, before anything is solved for it."""
    from agents.cli.failing import CommandError

    if out.suffix.lower() != ".png":
        raise CommandError(f"--out {out}: pictures are PNG files; write for example --out {out.with_suffix('.png')}")
    taken = next((folder for folder in out.parents if folder.exists() and not folder.is_dir()), None)
    if taken is not None:
        raise CommandError(f"--out {out}: {taken} is a file, not a folder; choose another place")


def _write(picture: Image.Image, out: Path) -> None:
    """Write a picture whole or not at all."""
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.with_name(f".{out.name}.partial")
    try:
        picture.save(partial, format="PNG")
        partial.replace(out)
    finally:
        partial.unlink(missing_ok=True)
