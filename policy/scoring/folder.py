"""What scoring needs of a training's folder: the checkpoint that validation chose, and the tasks' programs."""

from __future__ import annotations

import json
from pathlib import Path

from envs.task.program import TaskProgram
from policy.data.source import FrameSource
from policy.errors import CheckpointError, DatasetUnfitError
from policy.train.layout import BEST, CONFIG, TASKS

DESCRIPTION = "policy.json"


def checkpoint_of(directory: Path) -> Path:
    """Return the checkpoint that a folder means: itself where it is one, otherwise the best of the training in it.

    Raises CheckpointError where the folder is neither, or has no best checkpoint yet.
    """
    for found in (directory, directory / BEST):
        if (found / DESCRIPTION).is_file():
            return found
    if (directory / CONFIG).is_file():
        raise CheckpointError(
            f"the training in {directory} has saved no best weights yet; go on with it: "
            f"simwright train --out {directory} --resume"
        )
    what = "is no checkpoint and no training" if directory.is_dir() else "is not there"
    raise CheckpointError(f"{directory} {what}; give the folder that `train --out` wrote")


def training_of(directory: Path) -> Path:
    """Return the folder of the training that a checkpoint, or the folder itself, belongs to."""
    return directory.resolve().parent if (directory / DESCRIPTION).is_file() else directory


def trained_tasks(directory: Path) -> list[TaskProgram]:
    """Return the programs that a policy was trained on, by name: those that the training kept, or its datasets'.

    Raises CheckpointError where there are none to be found.
    """
    root = training_of(directory)
    kept = sorted((root / TASKS).glob("*.py"))
    if kept:
        return [TaskProgram(name=path.stem, source=path.read_text(encoding="utf-8")) for path in kept]
    remedy = "name the tasks to score on"
    try:
        datasets = json.loads((root / CONFIG).read_text(encoding="utf-8"))["datasets"]
        programs = {name: text for item in datasets for name, text in FrameSource.open(item["path"]).programs.items()}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"{root} does not say which tasks the policy was trained on; {remedy}") from error
    except DatasetUnfitError as error:
        raise CheckpointError(f"the tasks that the policy was trained on are gone ({error}); {remedy}") from error
    if not programs:
        raise CheckpointError(f"the datasets that the policy was trained on hold no programs of tasks; {remedy}")
    return [TaskProgram(name=name, source=programs[name]) for name in sorted(programs)]
