"""One task's folder: what is written into it, and how it is read back and checked."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from envs.task.program import TaskProgram
from envs.task.spec import TaskSpec
from envs.verification.verdict import Verdict
from memory.errors import DamagedRecordError, RecordError
from memory.readme import readme
from memory.record import Provenance, TaskRecord

PROGRAM, SPEC, VERDICT, PROVENANCE = "task.py", "spec.json", "verdict.json", "provenance.json"
PICTURE, VIDEO, README = "picture.png", "video.mp4", "README.md"
NEEDED = (PROGRAM, SPEC, VERDICT, PROVENANCE)
FILES = (*NEEDED, PICTURE, VIDEO, README)

Model = TypeVar("Model", bound=BaseModel)


def write_folder(folder: Path, record: TaskRecord, picture: Path | None, video: Path | None) -> None:
    """Write a record into a new folder and flush it to the disk; raises FileNotFoundError for a missing picture."""
    folder.mkdir()
    (folder / PROGRAM).write_bytes(record.program.source.encode())
    (folder / SPEC).write_text(canonical(record.spec), "utf-8")
    (folder / VERDICT).write_text(canonical(record.verdict), "utf-8")
    for source, name in ((picture, PICTURE), (video, VIDEO)):
        if source is not None:
            shutil.copyfile(source, folder / name)
    hashes = {path.name: _sha256(path) for path in sorted(folder.iterdir())}
    provenance = record.provenance.model_copy(update={"files": hashes})
    (folder / PROVENANCE).write_text(canonical(provenance), "utf-8")
    text = readme(record, picture=picture is not None, video=video is not None)
    (folder / README).write_text(text, "utf-8")
    flush(folder)


def read_folder(folder: Path) -> TaskRecord:
    """Read a record back, and check each file against the hash in its provenance; raises DamagedRecordError."""
    name = folder.name
    provenance = _model(folder / PROVENANCE, Provenance)
    for needed in (PROGRAM, SPEC, VERDICT):
        if needed not in provenance.files:
            raise DamagedRecordError(name, f"{PROVENANCE} holds no hash of {needed}")
    for file, expected in provenance.files.items():
        if file not in FILES:
            raise DamagedRecordError(name, f"{PROVENANCE} lists {file!r}, which is no file of a task")
        if _hash(folder / file) != expected:
            raise DamagedRecordError(name, f"{file} is not the file whose hash {PROVENANCE} holds: cut short or edited")
    try:
        record = TaskRecord(
            program=read_program(folder),
            spec=_model(folder / SPEC, TaskSpec),
            verdict=_model(folder / VERDICT, Verdict),
            provenance=provenance,
            folder=folder,
        )
    except RecordError as error:
        raise DamagedRecordError(name, str(error)) from error
    return record


def read_program(folder: Path) -> TaskProgram:
    """Read only a folder's program; raises DamagedRecordError."""
    try:
        return TaskProgram(name=folder.name, source=(folder / PROGRAM).read_bytes().decode())
    except OSError as error:
        raise DamagedRecordError(folder.name, f"{PROGRAM} cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise DamagedRecordError(folder.name, f"{PROGRAM} or the folder's name is not a task's ({error})") from error


def canonical(model: BaseModel) -> str:
    """Return a model as JSON with sorted keys, one value a line, as version control likes it."""
    return json.dumps(model.model_dump(mode="json"), sort_keys=True, indent=1, ensure_ascii=False) + "\n"


def same_content(one: Path, other: Path) -> bool:
    """Say whether two task folders hold the same program, spec and verdict."""
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in (PROGRAM, SPEC, VERDICT))


def flush(folder: Path) -> None:
    """Have the operating system write a folder and the files in it to the disk."""
    for path in (*(entry for entry in folder.iterdir() if entry.is_file()), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _model(path: Path, kind: type[Model]) -> Model:
    name = path.parent.name
    try:
        return kind.model_validate_json(path.read_bytes())
    except OSError as error:
        raise DamagedRecordError(name, f"{path.name} cannot be read ({error.strerror})") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"]) or "the whole file"
        raise DamagedRecordError(
            name, f"{path.name} does not hold a {kind.__name__} ({where}: {first['msg']})"
        ) from error


def _hash(path: Path) -> str:
    try:
        return _sha256(path)
    except OSError as error:
        raise DamagedRecordError(path.parent.name, f"{path.name} cannot be read ({error.strerror})") from error


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
