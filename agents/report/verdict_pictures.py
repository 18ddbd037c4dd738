"""Pictures for a verdict's page: its seeds are run again, which gives the same states bit for bit, and looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from envs.errors import EnvsError
from envs.execution.executor import execute
from envs.execution.rollout import Rollout
from envs.failures import FailureKind
from envs.task.collateral import CollateralMonitor
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification.digest import failed
from envs.worlds.world import CONTROL_HZ
from tools.render import PICTURE, best_camera

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.task.program import TaskProgram
    from envs.verification.verdict import Verdict

FOLDER = "pictures"
MOST_FAILURES = 6
"""Kinds of failure that are shown, the most frequent first."""
MOST_KEY_FRAMES = 8
SHORTLY = CONTROL_HZ
"""How many states before the decisive one a failure is shown, too: a second."""

Frame = tuple[int, str]
"""An index into a rollout's states, and what the state is."""
Done = Callable[[str, int, int], None]
"""Called with what was pictured, how many are done, and of how many."""


@dataclass(frozen=True)
class Shot:
    """A picture's address on the page, and what it shows."""

    file: str
    caption: str


@dataclass(frozen=True)
class Strip:
    """Pictures of one rollout in their order, and what came of it."""

    title: str
    text: str
    shots: tuple[Shot, ...]


@dataclass(frozen=True)
class Gallery:
    """What a verdict's page shows: a seed that succeeded, a seed of each kind of failure, mutants that survived."""

    solution: Strip | None = None
    failures: tuple[Strip, ...] = ()
    survivors: tuple[Strip, ...] = ()


def picture_verdict(
    program: TaskProgram, catalog: Catalog, verdict: Verdict, folder: Path, *, on_picture: Done | None = None
) -> Gallery:
    """Write pictures of the first seed that succeeded and of the first of each kind of failure; return where they are.

    A failure is shown before, a second before it was decided, and when it was. Seeds at which the program gives no
    task have nothing to show and are left out.
    """
    kinds = failed(verdict)[:MOST_FAILURES]
    solved = next((result.seed for result in verdict.seeds if result.success), None)
    total, done = len(kinds) + (solved is not None), 0

    def told(what: str) -> None:
        nonlocal done
        done += 1
        if on_picture is not None:
            on_picture(what, done, total)

    solution: Strip | None = None
    if solved is not None:
        rollout = _again(program, catalog, solved, verdict.engine)
        if rollout is not None:
            shots = write_shots(rollout, catalog, key_frames(rollout), folder, "solved")
            solution = Strip(f"Seed {solved}, solved", rollout.spec.instruction, shots)
        told(f"pictures of seed {solved}")
    strips: list[Strip] = []
    for kind in kinds:
        rollout = _again(program, catalog, kind.seeds[0], verdict.engine)
        if rollout is not None:
            shots = write_shots(rollout, catalog, decisive_frames(rollout, catalog), folder, str(kind.kind))
            strips.append(Strip(f"{kind.kind.replace('_', ' ')}, {kind.where}", kind.first.reason, shots))
        told(f"pictures of {kind.kind}")
    return Gallery(solution, tuple(strips))


def key_frames(rollout: Rollout) -> list[Frame]:
    """Return start, key frames and end of a rollout, so many that they can be taken in."""
    found = dict([*rollout.key_frames, (0, "before"), (len(rollout.states) - 1, "end")])
    frames = sorted(found.items())
    if len(frames) > MOST_KEY_FRAMES:
        chosen: list[float] = np.linspace(0, len(frames) - 1, MOST_KEY_FRAMES).tolist()
        frames = [frames[round(k)] for k in chosen]
    return frames


def decisive_frames(rollout: Rollout, catalog: Catalog) -> list[Frame]:
    """Return the start, and for a failure the state that decided it and one shortly before, otherwise the end."""
    last = len(rollout.states) - 1
    kind = None if rollout.failure is None else rollout.failure.kind
    decided = min(last, _damaged(rollout, catalog)) if kind is FailureKind.COLLATERAL else last
    label = "end" if kind is None else kind.replace("_", " ")
    frames = {0: "before", max(0, decided - SHORTLY): "a second before", decided: label}
    if kind is FailureKind.COLLATERAL and decided < last:
        frames[last] = "end"
    return sorted(frames.items())


def write_shots(
    rollout: Rollout, catalog: Catalog, frames: Sequence[Frame], folder: Path, prefix: str
) -> tuple[Shot, ...]:
    """Write states of a rollout as PNGs into `folder`/pictures, from the camera that sees most of what moves."""
    from envs.render.raycast import RaycastRenderer
    from envs.render.video import write_picture

    renderer = RaycastRenderer(rollout.spec.scene, _assets(rollout.spec, catalog))
    camera = best_camera(renderer, rollout).sized(*PICTURE)
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    shots: list[Shot] = []
    for number, (index, label) in enumerate(frames):
        file = f"{FOLDER}/{re.sub(r'[^a-z0-9]+', '_', prefix.lower())}_{number}.png"
        write_picture(folder / file, renderer.render(rollout.states[index], camera, supersample=2).colour)
        shots.append(Shot(file, f"{label}, {rollout.states[index].time - rollout.states[0].time:.1f} s"))
    return tuple(shots)


def _again(program: TaskProgram, catalog: Catalog, seed: int, engine: str) -> Rollout | None:
    """Run a seed as verification ran it; None where the program gives no task."""
    try:
        spec = program.instantiate(seed, catalog)
    except EnvsError:
        return None  # the verdict has the reason
    return execute(spec, catalog, engine=engine)


def _damaged(rollout: Rollout, catalog: Catalog) -> int:
    """Return the first state at which something was damaged, or the last where the end alone shows it."""
    monitor = CollateralMonitor(rollout.spec, SceneModel.of(rollout.spec.scene, catalog))
    for index, state in enumerate(rollout.states):
        monitor.update(state)
        if monitor.violations():
            return index
    return len(rollout.states) - 1


def _assets(spec: TaskSpec, catalog: Catalog):
    return {item.asset: catalog.get(item.asset) for item in spec.scene.objects}
