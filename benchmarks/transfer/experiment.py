"""The experiment, part by part. What is finished under its folder is not done again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.transfer.baselines import Baselines
from benchmarks.transfer.grid import (
    VERIFIED,
    Arm,
    Cell,
    Grid,
    Settings,
    choose_held_out,
    digest,
    draw,
    trial_seeds,
)
from benchmarks.transfer.learning import Learner
from benchmarks.transfer.machine import machine, versions_used
from benchmarks.transfer.pool import Pool
from benchmarks.transfer.recording import recorded, together, unrecordable
from benchmarks.transfer.results import CellResult, Report, Scores
from envs.demos.collect import FIRST_SEED
from envs.demos.keypoints import KEYPOINT_NAMES
from envs.errors import EnvsError
from envs.task.program import TaskProgram
from envs.verification.workers import Workers
from memory.novelty import THRESHOLD, plain, similarity
from memory.structure import Structure

if TYPE_CHECKING:
    from memory.embedders import Embedder

RESULT = "result.json"


@dataclass(frozen=True)
class Experiment:
    """What every part needs. Files go under `out`: episodes/ by program, datasets/ and cells/ by policy."""

    settings: Settings
    pool: Pool
    out: Path
    workers: Workers
    embedder: Embedder
    device: str = "cpu"
    say: Callable[[str], None] = print

    def run(self) -> Report:
        """Draw the grid, record what it needs, train and score every policy, and report."""
        held_out = choose_held_out(self.pool.verified, self.settings)
        drafts, left_out = self.fit_drafts(held_out)
        grid = Grid(held_out, draw(self.pool.verified, drafts, held_out, self.settings))
        datasets = self.record(grid)
        shown = {name: self._recorded(VERIFIED, name, self.settings.demonstrations) for name in held_out}
        cells = [self.cell(cell, datasets, shown) for cell in grid.cells]
        return Report(
            settings=self.settings,
            source=self.pool.source,
            held_out={name: self.pool.verified[name].hash for name in held_out},
            verified=_hashes(self.pool.verified),
            first_drafts=len(self.pool.drafts),
            drafts=_hashes(drafts),
            refused_drafts=dict(self.pool.refused),
            left_out_drafts=left_out,
            embedder=self.embedder.name,
            versions=versions_used(self.settings.engine),
            machine=machine(self.device, self.workers.count),
            cells=tuple(cells),
        )

    def fit_drafts(self, held_out: Sequence[str]) -> tuple[dict[str, TaskProgram], dict[str, str]]:
        """Return the first drafts that the unverified arm may draw, and why each other one is left out.

        The held-out tasks' own drafts and near neighbours of them would let training see what it is scored on.
        """
        fit: dict[str, TaskProgram] = {}
        left_out = dict(self.pool.left_out)
        drafts = {name: program for name, program in sorted(self.pool.drafts.items()) if name not in held_out}
        probes = [(program, self.settings.engine) for program in drafts.values()]
        troubles = self.workers.in_order(unrecordable, probes)
        for (name, program), trouble in zip(drafts.items(), troubles, strict=True):
            reason = trouble or self._near(program, held_out)
            if reason is None:
                fit[name] = program
            else:
                left_out[name] = reason
                self.say(f"left out: {name}: {reason}")
        return fit, left_out

    def record(self, grid: Grid) -> dict[tuple[Arm, str], Path]:
        """Record the episodes that the grid needs; returns the dataset of each arm and task."""
        found: dict[tuple[Arm, str], Path] = {}
        for arm in grid.arms:
            for name, episodes in grid.needed(arm).items():
                found[arm, name] = self._recorded(arm, name, episodes)
        return found

    def cell(self, cell: Cell, datasets: Mapping[tuple[Arm, str], Path], shown: Mapping[str, Path]) -> CellResult:
        """Return the result of one policy, from its folder where it was finished before under the same conditions.

        `datasets` has the episodes of each arm and task, `shown` those of each held-out task.
        """
        settings, programs = self.settings, self._programs(cell.arm)
        own = {name: programs[name] for name in cell.tasks}
        held_out = {name: self.pool.verified[name] for name in shown}
        learner = Learner(settings, self.workers, self.embedder, self.device)
        seed = settings.seed + cell.repeat
        recipe = {"shares": cell.shares, "programs": _hashes(own), "versions": versions_used(settings.engine)}
        data = self.out / "datasets" / f"{cell.name}-{digest({**recipe, 'keypoints': KEYPOINT_NAMES})}"
        frames, successes = together([(datasets[cell.arm, name], n) for name, n in cell.shares], data)
        request = learner.request(data, seed)
        conditions = {
            "request": request.model_dump(mode="json", exclude={"datasets": {"__all__": {"path"}}}),
            "held_out": _hashes(held_out),
            "trials": settings.trials,
            "demonstrations": settings.demonstrations,
            "device": self.device,
            **recipe,
        }
        folder = self.out / "cells" / f"{cell.name}-{digest(conditions)}"
        kept = folder / RESULT
        if kept.is_file():
            self.say(f"{cell.name}: finished before")
            return CellResult.model_validate_json(kept.read_bytes())
        self.say(f"{cell.name}: {', '.join(f'{name} {count}' for name, count in cell.shares)}")
        train_seconds = learner.train(request, folder / "policy")
        self.say(f"{cell.name}: trained in {train_seconds:.0f} s")
        baselines = Baselines(self.out / "baselines", self.workers, settings.engine)
        seeds = trial_seeds(settings.trials, len(own))
        unseen = Scores(
            policy=learner.score(folder / "policy", own, seeds), solver=baselines.tallies("solver", own, seeds)
        )
        seeds = trial_seeds(settings.trials, len(held_out))
        transfer = Scores(
            policy=learner.score(folder / "policy", held_out, seeds),
            solver=baselines.tallies("solver", held_out, seeds),
            no_op=baselines.tallies("no_op", held_out, seeds),
        )
        result = CellResult(
            arm=cell.arm,
            repeat=cell.repeat,
            tasks=dict(cell.shares),
            programs=_hashes(own),
            frames=frames,
            successful_episodes=successes,
            request=request.model_dump(
                mode="json", exclude={"datasets": True, "policy": {"inputs": {"__all__": {"names"}}}}
            ),
            train_seconds=train_seconds,
            score_seconds=learner.scoring_seconds,
            held_out=transfer,
            unseen=unseen,
            deviations=learner.deviations(folder / "policy", shown),
        )
        self.say(f"{cell.name}: scored in {learner.scoring_seconds:.0f} s")
        folder.mkdir(parents=True, exist_ok=True)
        partial = kept.with_suffix(".partial")
        partial.write_text(result.model_dump_json(indent=2) + "\n", encoding="utf-8")
        partial.replace(kept)
        return result

    def _recorded(self, arm: Arm, name: str, episodes: int) -> Path:
        self.say(f"{episodes} {arm} episodes of {name}")
        program, folder = self._programs(arm)[name], self.out / "episodes"
        return recorded(program, arm, episodes, folder, self.workers, self.settings.engine)

    def _programs(self, arm: Arm) -> Mapping[str, TaskProgram]:
        return self.pool.verified if arm == VERIFIED else self.pool.drafts

    def _near(self, program: TaskProgram, held_out: Sequence[str]) -> str | None:
        """Return which held-out task a draft is like, None for none; judged as the library judges what is new."""
        catalog = self.workers.catalog
        try:
            spec = program.instantiate(FIRST_SEED, catalog)
        except EnvsError:
            return None
        vector = self.embedder.embed([spec.instruction])[0]
        for name in held_out:
            other = self.pool.verified[name].instantiate(FIRST_SEED, catalog)
            near = similarity(
                Structure.of(spec),
                Structure.of(other),
                sentence=float(vector @ self.embedder.embed([other.instruction])[0]),
                same_sentence=plain(spec.instruction) == plain(other.instruction),
            )
            if near >= THRESHOLD:
                return f"like the held-out {name} (similarity {near:.2f})"
        return None


def _hashes(programs: Mapping[str, TaskProgram]) -> dict[str, str]:
    return {name: program.hash for name, program in sorted(programs.items())}
