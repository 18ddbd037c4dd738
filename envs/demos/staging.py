"""A folder that appears whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from envs.demos.errors import DatasetExistsError, DatasetWriteError


@contextmanager
def staged_folder(target: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """Give a temporary folder beside `target`, and rename it to `target` when the block ends without an exception.

    Whatever ends the block otherwise, an interrupt or a full disk included, the temporary folder is removed and
    `target` is as it was. A folder that a killed process left is removed by the next one. Raises DatasetExistsError,
    and DatasetWriteError when the file system refuses.
    """
    target = target.absolute()
    refuse_occupied(target, overwrite=overwrite)
    staging = target.with_name(f".{target.name}.{os.getpid()}.writing")
    try:
        _make(staging)
        yield staging
        _sync(staging)
        _swap(staging, target)
    except OSError as error:
        raise DatasetWriteError(
            f"could not write {target}: {error.strerror or error}. Nothing was left behind; make room or choose "
            "another folder, and record again"
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def refuse_occupied(target: Path, *, overwrite: bool) -> None:
    """Raise DatasetExistsError where something is in the way; an empty folder is not."""
    if not target.exists() and not target.is_symlink():
        return
    if target.is_dir() and not any(target.iterdir()):
        return
    if not overwrite:
        raise DatasetExistsError(
            f"{target} already exists, and a dataset is not appended to; choose another folder, or overwrite it"
        )
    if not (target / "meta" / "info.json").is_file():
        raise DatasetExistsError(f"{target} is not a dataset (it has no meta/info.json), so it is not overwritten")


def _make(staging: Path) -> None:
    staging.parent.mkdir(parents=True, exist_ok=True)
    pattern = re.compile(re.escape(staging.name).replace(f"\\.{os.getpid()}\\.", r"\.(\d+)\."))
    for folder in staging.parent.glob(f"{staging.name.rsplit('.', 2)[0]}.*.writing"):
        match = pattern.fullmatch(folder.name)
        if match and not _alive(int(match[1])):
            shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir()


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _sync(folder: Path) -> None:
    """Put the files on the disk before the rename makes them visible, so that a crash shows no empty files."""
    for path in (*folder.rglob("*"), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _swap(staging: Path, target: Path) -> None:
    if not target.exists():
        staging.rename(target)
        return
    old = staging.with_suffix(".replaced")
    target.rename(old)
    try:
        staging.rename(target)
    except BaseException:
        if not target.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
