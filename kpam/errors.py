"""What goes wrong in kpam: malformed input. An infeasible problem is an answer, not an error."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class KpamError(ValueError):
    """The base of kpam's errors."""


class ConstraintError(KpamError):
    """A constraint or problem is malformed: a direction without length, a tolerance that is not positive."""


class KeypointError(KpamError):
    """A keypoint or axis does not exist, or is malformed."""


class ArmError(KpamError):
    """An arm's description cannot be used, or a configuration does not fit it."""


class MotionError(KpamError):
    """A motion or path is malformed: no way-points, a joint outside its limits, a bad rate."""


class FileError(KpamError):
    """A file of problems or plans is malformed; the message begins with its name and the line."""


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """Return a message for an unknown name: the value, the nearest, and all that exist."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1)
    hint = f"; did you mean {near[0]!r}?" if near else "."
    return f"unknown {what} {name!r}{hint} Known: {', '.join(names) or 'none'}"
