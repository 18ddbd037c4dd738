"""`simwright train`: learn a policy from datasets."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from agents.cli.failing import CommandError
from agents.cli.output import Bar, Output
from agents.cli.settings import Engine, Json, Workers
from envs.worlds import DEFAULT_WORLD
from policy.train.config import TrainConfig
from policy.train.layout import BEST, CONFIG, EVENTS, PICTURE
from policy.train.watch import Watch

if TYPE_CHECKING:
    from policy.data.source import FrameSource
    from policy.train.plan import Plan
    from policy.train.request import TrainingRequest
    from policy.train.results import Validation

HELP = """Train a policy on datasets; several of them train one policy for all their tasks.

The best weights are those that succeed most often on scenes kept apart, played while training. A training that was
stopped or killed goes on where it was: type the same command again, or give --out and --resume alone.

[bold]Examples[/bold]

  simwright train data/two_tasks --policy mlp --out runs/policy

  simwright train data/drawers data/laptops --policy flow --out runs/flow --steps 50000 --device cuda

  simwright train --out runs/flow --resume
"""
DEFAULTS = TrainConfig()
ANEW = frozenset({"out", "device", "workers", "resume", "json"})
"""What may be said of a training that is gone on with; all else stands in its folder."""


def train(
    context: typer.Context,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The training's folder.", show_default=False)],
    workers: Workers,
    datasets: Annotated[
        list[Path] | None, typer.Argument(metavar="DATASET...", help="Folders that `demos` or LeRobot wrote.")
    ] = None,
    policy: Annotated[str, typer.Option(help="The head: mlp, or flow for data that show several ways.")] = "mlp",
    steps: Annotated[int, typer.Option(min=1, help="Gradient steps.")] = DEFAULTS.steps,
    batch: Annotated[int, typer.Option(min=1, help="Samples in a step.")] = DEFAULTS.batch_size,
    learning_rate: Annotated[float, typer.Option(help="AdamW's, after the warm-up.")] = DEFAULTS.learning_rate,
    seed: Annotated[int, typer.Option(min=0, help="Of first weights, batches and split.")] = DEFAULTS.seed,
    inputs: Annotated[
        str | None,
        typer.Option(
            metavar="NAME,NAME", help="What the policy sees. \\[default: state,keypoints where the data have them]"
        ),
    ] = None,
    validate_every: Annotated[
        int, typer.Option(min=0, help="Steps between validations; 0: five times in all.")
    ] = DEFAULTS.validate_every,
    rollouts: Annotated[
        int, typer.Option(min=0, help="Most scenes of each task to play at a validation.")
    ] = DEFAULTS.rollouts,
    device: Annotated[str, typer.Option(help="auto, cpu, cuda, cuda:1, mps.")] = "auto",
    resume: Annotated[bool, typer.Option("--resume", help="Go on with the training in --out.")] = False,
    engine: Engine = DEFAULT_WORLD,
    json: Json = False,
) -> None:
    """Train; exits 0 when all steps are done."""
    from policy.errors import require_torch

    require_torch()
    from envs.assets.catalog import Catalog
    from envs.verification.workers import Workers as Pool
    from memory.embedders import choose_embedder
    from policy.data.source import FrameSource
    from policy.device import choose_device
    from policy.threads import one_thread
    from policy.train.loop import train as start
    from policy.train.request import TrainingRequest, make_request

    output, place, embedder = Output(json), choose_device(device), choose_embedder()
    if resume:
        _refuse_settings(context)
        request = TrainingRequest.read(out)
        if request.policy.embedder not in ("", embedder.name):
            raise CommandError(
                f"{out} was begun with the sentence embedder {request.policy.embedder!r} and this machine has "
                f"{embedder.name!r}; install the former, or train again into another folder"
            )
        sources = request.open_sources()
    elif datasets:
        sources = [FrameSource.open(path) for path in datasets]
        settings = {
            "steps": steps,
            "batch_size": batch,
            "learning_rate": learning_rate,
            "seed": seed,
            "validate_every": validate_every,
            "rollouts": rollouts,
        }
        try:
            request = make_request(
                sources,
                policy,
                train=TrainConfig.model_validate(settings),
                embedder=embedder.name,
                sentence_size=embedder.dimension,
                inputs=_features(inputs),
                engine=engine,
            )
        except ValidationError as error:
            raise CommandError(_first(error)) from error
    else:
        raise CommandError("name the datasets to train on, or give --resume to go on with what is in --out")
    output.note(_introduction(request, sources, str(place)))
    output.note(embedder.describe())
    try:
        with one_thread(), Pool(Catalog(), workers) as pool, output.bar("reading") as move:
            watch = Shown(output, move, request.train.steps)
            state = start(request, sources, out, embed=embedder.embed, workers=pool, device=place, watch=watch)
    except (KeyboardInterrupt, OSError):
        if (out / CONFIG).is_file():
            output.note(f"all up to the last save is kept; go on with: simwright train --out {out} --resume")
        raise
    _conclude(output, out, request, state.best, playable=any(source.programs for source in sources))


class Shown(Watch):
    """Shows a training as it goes: the bar moves at every step, each validation is a line."""

    def __init__(self, output: Output, move: Bar, steps: int) -> None:
        self._output, self._move, self._steps = output, move, steps
        self._text, self._success = "training", ""
        self._since, self._from = time.monotonic(), 0

    def on_start(self, step: int, plan: Plan) -> None:
        """Say where it begins and how the best weights will be chosen."""
        self._since, self._from = time.monotonic(), step
        if step >= self._steps:
            self._output.note(
                f"this training is finished, all {step} steps; name a new folder with --out to train again"
            )
            return
        if step:
            self._output.note(f"going on after step {step}")
        self._output.note(f"the best weights are chosen {plan.describe()}")

    def on_step(self, step: int) -> None:
        """Move the bar."""
        self._move(self._text, step, self._steps)

    def on_point(self, step: int, values: Mapping[str, float]) -> None:
        """Show loss and speed."""
        speed = (step - self._from) / max(time.monotonic() - self._since, 1e-9)
        self._text = f"loss {values['loss']:.4f}, {speed:.0f} steps/s{self._success}"
        self._since, self._from = time.monotonic(), step

    def on_rollout(self, done: int, total: int) -> None:
        """Show how far a validation is."""
        self._move("validation rollouts", done, total)

    def on_validation(self, result: Validation, is_best: bool) -> None:
        """Print what was measured."""
        if result.success is not None:
            self._success = f", validation success {result.success.rate:.0%}"
        self._output.note(f"step {result.step}: {measured(result)}{', the best so far' if is_best else ''}")
        self._since, self._from = time.monotonic(), result.step


def measured(result: Validation) -> str:
    """Say what a validation found."""
    loss = f"validation loss {result.loss:.4f}"
    if result.success is None:
        return loss
    low, high = result.success.interval
    return (
        f"{result.success.successes} of {result.success.trials} validation scenes succeed ({result.success.rate:.0%}, "
        f"95 % interval {low:.0%} to {high:.0%}), {loss}"
    )


def _refuse_settings(context: typer.Context) -> None:
    """Raise CommandError for an option that --resume would not heed."""
    for name in context.params:
        source = context.get_parameter_source(name)
        if name not in ANEW and source is not None and source.name == "COMMANDLINE":
            raise CommandError(
                "--resume takes everything from the folder in --out; beside them give only --device and --workers "
                f"(here {name.replace('_', '-')} was given, too)"
            )


def _features(inputs: str | None) -> list[str]:
    """Return the features that --inputs names; "state" is short for "observation.state"."""
    from policy.data.features import OBSERVATION

    names = [name.strip() for name in (inputs or "").split(",") if name.strip()]
    return [name if name.startswith(OBSERVATION) else OBSERVATION + name for name in names]


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    if first["type"] == "value_error":  # a whole sentence
        return first["msg"].removeprefix("Value error, ")
    return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}; got {first['input']!r}"


def _introduction(request: TrainingRequest, sources: Sequence[FrameSource], device: str) -> str:
    episodes = sum(len(source.episodes) for source in sources)
    frames = sum(episode.length for source in sources for episode in source.episodes)
    policy = request.policy
    seen = ", ".join(f"{feature.name} ({feature.size})" for feature in policy.inputs)
    return (
        f"{episodes} episodes, {frames} frames; the policy sees {seen} and the sentence, and commands "
        f"{policy.chunk} actions ({policy.action_size}) ahead; training on {device}"
    )


def _conclude(output: Output, out: Path, request: TrainingRequest, best: Validation | None, *, playable: bool) -> None:
    if best is not None:
        output.line(f"{out / BEST}: the weights of step {best.step}, {measured(best)}")
    output.line(f"{out / PICTURE}: the loss; more with: tensorboard --logdir {out / EVENTS}")
    task = "" if playable else " TASK"
    output.line(f"next: simwright eval {out}{task}")
    output.result(
        {
            "folder": str(out),
            "checkpoint": str(out / BEST),
            "steps": request.train.steps,
            "best": None if best is None else best.model_dump(mode="json"),
            "success": None if best is None or best.success is None else best.success.rate,
            "inputs": [feature.name for feature in request.policy.inputs],
        }
    )
