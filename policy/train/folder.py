"""Whose a training's folder is."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path

from envs.task.program import TaskProgram
from policy.files import write_whole
from policy.train.errors import TrainingFolderError
from policy.train.layout import CONFIG, TASKS
from policy.train.request import TrainingRequest

SHOWN = 5


@contextmanager
def claimed(folder: Path, request: TrainingRequest) -> Generator[None]:
    """Hold a folder for one training: a new one gets the request, an old one must hold this very request.

    Raises TrainingFolderError where the folder holds something else or another request, naming what differs, and
    where another process trains into it.
    """
    check(folder, request)
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _lock(descriptor, folder)
        check(folder, request)
        if not (folder / CONFIG).exists():
            write_whole(folder / CONFIG, (request.model_dump_json(indent=2) + "\n").encode())
        yield
    finally:
        os.close(descriptor)


def check(folder: Path, request: TrainingRequest) -> None:
    """Raise TrainingFolderError where `claimed` would for what the folder holds; change nothing."""
    if folder.exists() and not folder.is_dir():
        raise TrainingFolderError(f"{folder} is a file; name a folder with --out")
    there = sorted(item.name for item in folder.iterdir() if not item.name.startswith(".")) if folder.is_dir() else []
    if not there:
        return
    if CONFIG not in there:
        raise TrainingFolderError(
            f"{folder} holds something else ({', '.join(there[:SHOWN])}); name a new folder with --out"
        )
    different = TrainingRequest.read(folder).differences(request)
    if different:
        more = f"; and {len(different) - SHOWN} more" if len(different) > SHOWN else ""
        raise TrainingFolderError(
            f"{folder} holds another training: {'; '.join(different[:SHOWN])}{more}. "
            "Go on with that one by --resume, or name a new folder with --out"
        )


def keep_programs(folder: Path, programs: Iterable[TaskProgram]) -> None:
    """Write the programs of the tasks that are trained on, so that the policy can be scored where the data are not."""
    (folder / TASKS).mkdir(exist_ok=True)
    for program in programs:
        write_whole(folder / TASKS / f"{program.name}.py", program.source.encode())


def _lock(descriptor: int, folder: Path) -> None:
    """Take the folder's lock, which the operating system lets go of when the process dies."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise TrainingFolderError(
            f"another process trains into {folder}; wait for it, or name another folder with --out"
        ) from error
