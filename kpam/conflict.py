"""What a conflict between constraints is, as data and as a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kpam.problem import KeypointSolution

LIMITS, WORKSPACE = "joint_limits", "workspace"
"""What the arm's joint limits and the hand's workspace are called where they are members of a conflict."""
_WITHIN = {LIMITS: "within the joint limits", WORKSPACE: "within the workspace"}


@dataclass(frozen=True)
class Missed:
    """By how much one constraint of a conflict is missed in the best compromise, in `unit`; 0 for one that is kept."""

    name: str
    violation: float
    unit: str


@dataclass(frozen=True)
class Relaxation:
    """What giving way on one constraint achieves.

    Attributes:
        name: the constraint.
        enough: the smallest tolerance found for it with which everything in the problem holds, in `unit`; None where
            the others cannot hold even without it.
        unit: of `enough`.
        solution: a configuration that shows it, or where the others come nearest, assessed against the whole problem.
    """

    name: str
    enough: float | None
    unit: str
    solution: KeypointSolution

    @property
    def helps(self) -> bool:
        """Whether all the others can hold where this one gives way."""
        return self.enough is not None


@dataclass(frozen=True)
class Conflict:
    """Constraints that cannot hold together, though any of them can be left out and the others do: irreducible.

    Attributes:
        kind: "contradiction" where no pose of the hand meets them; "reach" where a hand that floats freely would, and
            the arm does not get there.
        members: the constraints, with how far each is missed in the best compromise among them: least squares, with a
            radian for 0.3 m. Joint limits and workspace are kept in it.
        relaxations: what giving way on each achieves.
        compromise: the best compromise, assessed against the whole problem.
        gap: by how many metres points are out of the arm's reach, whichever way the hand points; 0 for other conflicts.
    """

    kind: Literal["contradiction", "reach"]
    members: tuple[Missed, ...]
    relaxations: tuple[Relaxation, ...]
    compromise: KeypointSolution
    gap: float = 0.0

    def explain(self) -> str:
        """Return a sentence: what cannot hold together, by how much, and what would help."""
        missed = [member for member in self.members if member.name not in _WITHIN]
        names = _listed([f"`{member.name}`" for member in missed])
        bounds = [_WITHIN[member.name] for member in self.members if member.name in _WITHIN]
        within = f" {_listed(bounds)}" if bounds else ""
        if self.gap > 0:
            return f"{names} {'is' if len(missed) == 1 else 'are'} {_amount(self.gap, 'm')} out of reach{within}"
        if not missed:
            said = f"the hand cannot be{within}: {_amounts(self.members)} off at best"
        elif len(missed) == 1:
            said = f"{names} cannot hold{within}: {_amounts(missed)} off at best"
        elif self.kind == "reach":
            said = f"the arm cannot satisfy {names} together{within}: best compromise {_amounts(missed)}"
        else:
            said = f"{names} conflict{within}: best compromise {_amounts(missed)}"
        return f"{said}; {self._remedy()}"

    def _remedy(self) -> str:
        enough = [
            f"{_amount(item.enough, item.unit)} off `{item.name}`"
            for item in self.relaxations
            if item.enough is not None
        ]
        return f"being {' or '.join(enough)} would do" if enough else "giving way on one of them is not enough"


def _amount(value: float, unit: str) -> str:
    """Return a length or an angle with two figures."""
    if unit == "m" and value < 0.01:
        return f"{1e3 * value:.2g} mm"
    return f"{value:.2g} {unit}" if unit != "1" else f"{value:.2g}"


def _amounts(members: Sequence[Missed]) -> str:
    """Return one amount where all miss by the same, or that of each that misses anything."""
    missed = [member for member in members if member.violation > 0.0]
    said = [_amount(member.violation, member.unit) for member in missed]
    if len(set(said)) == 1 and len(missed) == len(members):
        return said[0]
    return ", ".join(f"`{member.name}` {amount}" for member, amount in zip(missed, said, strict=True))


def _listed(items: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return " and ".join([", ".join(items[:-1]), items[-1]] if len(items) > 1 else items)
