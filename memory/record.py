"""A verified task with everything that proves it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from envs.frozen import Frozen, Name
from envs.task.program import TaskProgram
from envs.task.spec import TaskSpec
from envs.verification.verdict import Verdict
from memory.errors import RecordError


class Provenance(Frozen):
    """Where a task comes from and what it took.

    `prompts` maps a role to its prompt's sha256, `licences` an asset to its licence, `created_with` a package to its
    version. `tokens` and `cost` (US dollars) are None where the model does not tell. `files` holds the sha256 of the
    record's other files; the library fills it in.
    """

    model: str = Field(min_length=1)
    prompts: dict[str, str] = Field(default_factory=dict)
    attempts: int = Field(default=1, ge=1)
    tokens: int | None = Field(default=None, ge=0)
    cost: float | None = Field(default=None, ge=0)
    seeds: tuple[int, ...] = ()
    licences: dict[str, str] = Field(default_factory=dict)
    parents: tuple[Name, ...] = ()
    created_with: dict[str, str] = Field(default_factory=dict)
    files: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class TaskRecord:
    """A program, one instance of it, the verdict on it, and its provenance.

    `folder` is where the library keeps it, None before it is added.

    Raises:
        RecordError: the parts are not of one task, or the verdict does not accept it.
    """

    program: TaskProgram
    spec: TaskSpec
    verdict: Verdict
    provenance: Provenance
    folder: Path | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        name = self.program.name
        if self.spec.name != name:
            raise RecordError(f"the spec is of {self.spec.name!r}, the program of {name!r}; make both from one program")
        if self.verdict.program_hash != self.program.hash:
            raise RecordError(
                f"the verdict on {name!r} is about program {self.verdict.program_hash[:12]}, this program is "
                f"{self.program.hash[:12]}; verify the program that is to be kept"
            )
        problem = _unproven(self.verdict)
        if problem is not None:
            raise RecordError(f"{name!r} is not verified: {problem}; only what the simulator confirms is kept")

    @property
    def name(self) -> str:
        """The task's name, which is its folder's name."""
        return self.program.name

    @property
    def picture(self) -> Path | None:
        """The picture in the library, if it has one."""
        return self._file("picture.png")

    @property
    def video(self) -> Path | None:
        """The video in the library, if it has one."""
        return self._file("video.mp4")

    def _file(self, name: str) -> Path | None:
        if self.folder is None or name not in self.provenance.files:
            return None
        return self.folder / name


def _unproven(verdict: Verdict) -> str | None:
    if not verdict.accepted or verdict.decision != "accepted":
        return f"its verdict is {verdict.decision} ({verdict.reason})"
    seeds = [result.seed for result in verdict.seeds]
    if not seeds or len(set(seeds)) != len(seeds):
        return f"its {len(seeds)} rollouts ran {len(set(seeds))} distinct seeds"
    passed = [control.name for control in verdict.controls if control.outcome == "passed"]
    return f"the control {', '.join(passed)} reached the goal" if passed else None
