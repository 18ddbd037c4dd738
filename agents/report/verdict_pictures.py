"""Pictures for a verdict's page: its seeds are run again, which gives the same states bit for bit, and looked at."""

from __future__ import annotations

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
from envs.verification.digest import failed, survivor
from envs.verification.mutation.score import SEEDS, replay_mutant
from envs.worlds.world import CONTROL_HZ
from tools.framing import best_camera
from tools.render import PICTURE

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.task.program import TaskProgram
    from envs.verification.verdict import Mutant, Verdict
    from envs.worlds.state import WorldState

FOLDER = "pictures"
MOST_FAILURES = 6
"""Kinds of failure that are shown, the most frequent first."""
MOST_SURVIVORS = 12
"""Mutants that survived and are shown; the others are listed."""
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
    survivors: tuple[Shot, ...] = ()


def picture_verdict(
    program: TaskProgram, catalog: Catalog, verdict: Verdict, folder: Path, *, on_picture: Done | None = None
) -> Gallery:
    """Write pictures of the first seed that succeeded, of the first of each kind of failure, of mutants that survived.

    A failure is shown before, a second before it was decided, and when it was; a mutant where it ends. Seeds at which
    the program gives no task have nothing to show and are left out.
    """
    kinds = failed(verdict)[:MOST_FAILURES]
    solved = next((result.seed for result in verdict.seeds if result.success), None)
    mutants = verdict.mutation.survivors[:MOST_SURVIVORS] if verdict.mutation is not None else ()
    total, done = len(kinds) + (solved is not None) + len(mutants), 0

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
    survivors: list[Shot] = []
    for number, mutant in enumerate(mutants):
        shot = _survivor(program, catalog, verdict, mutant, folder, f"survivor_{number}", solution)
        survivors += [] if shot is None else [shot]
        told("pictures of survivors")
    return Gallery(solution, tuple(strips), tuple(survivors))


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
    files = _draw(rollout.spec, catalog, rollout.states, [index for index, _ in frames], folder, prefix)
    start = rollout.states[0].time
    return tuple(
        Shot(file, f"{label}, {rollout.states[index].time - start:.1f} s")
        for file, (index, label) in zip(files, frames, strict=True)
    )


def _survivor(
    program: TaskProgram,
    catalog: Catalog,
    verdict: Verdict,
    mutant: Mutant,
    folder: Path,
    prefix: str,
    solution: Strip | None,
) -> Shot | None:
    """Picture where a mutant ends; a mutated goal or sentence is met by the solution's own end."""
    if mutant.group in ("goal", "sentence"):
        return None if solution is None else Shot(solution.shots[-1].file, survivor(mutant))
    for result in [result for result in verdict.seeds if result.success][:SEEDS]:
        found = replay_mutant(program, catalog, mutant, seed=result.seed, engine=verdict.engine)
        if found is not None:
            spec, end = found
            return Shot(_draw(spec, catalog, (end,), [0], folder, prefix)[0], survivor(mutant))
    return None


def _draw(
    spec: TaskSpec, catalog: Catalog, states: Sequence[WorldState], indices: Sequence[int], folder: Path, prefix: str
) -> list[str]:
    """Write the states of these indices as PNGs, and return their addresses."""
    from envs.render.raycast import RaycastRenderer
    from envs.render.video import write_picture

    renderer = RaycastRenderer(spec.scene, {item.asset: catalog.get(item.asset) for item in spec.scene.objects})
    camera = best_camera(renderer, states).sized(*PICTURE)
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    files = [f"{FOLDER}/{prefix}_{number}.png" for number in range(len(indices))]
    for file, index in zip(files, indices, strict=True):
        write_picture(folder / file, renderer.render(states[index], camera, supersample=2).colour)
    return files


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
