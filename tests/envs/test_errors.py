"""Errors that callers rely on."""

from __future__ import annotations

import pickle

from envs.errors import ProgramError, UnknownNameError


def test_errors_come_back_whole_from_a_worker_process() -> None:
    unknown = pickle.loads(pickle.dumps(UnknownNameError("engine", "sapiem", ["sapien", "pybullet"])))
    assert (unknown.nearest, str(unknown)) == (
        "sapien",
        str(UnknownNameError("engine", "sapiem", ["sapien", "pybullet"])),
    )
    program = pickle.loads(pickle.dumps(ProgramError("no such part", line=3)))
    assert program.args == ProgramError("no such part", line=3).args
