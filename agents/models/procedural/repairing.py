"""What the coder changes after each kind of failure: choices that history turns, one step a failure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

STEP = 0.06
"""Metres by which what is fixed is moved at a time."""
LINE = re.compile(
    r"^\d+\. (?P<node>\w+)(?:, stage (?P<stage>'.*?'|\".*?\"))?: (?P<kind>\w+): (?P<reason>.*)$", re.MULTILINE
)


@dataclass(frozen=True)
class Choices:
    """How a program is laid out beyond what its proposal fixes."""

    fixture_x: float = 0.0
    """Metres by which what is fixed stands nearer (negative) or further than usual."""
    shuffle: int = 0
    """How often the free objects have changed places."""
    follow_extra: float = 0.15
    """Fraction of its range by which a part is moved beyond what the goal asks."""
    scale: float = 1.0
    """Below 1 asks for less, within what the sentence still says; above 1 for more."""
    other_way: int = 0
    """How often gripping and pushing were exchanged."""
    pinned: int = 0
    """How often the instances were narrowed to ones that were looked at; 0 leaves any."""
    room: float = 0.08
    """Metres over which the hand comes in and leaves."""
    forward: float = 0.06
    """Metres by which things are put in a drawer nearer to its front than its middle: handles above hang over it."""
    loose: bool = False
    """Whether the hand may come in at a slant."""


@dataclass(frozen=True)
class Evidence:
    """A failure from the history: where, of what kind, with what figures."""

    node: str
    kind: str
    reason: str


def history(text: str) -> list[Evidence]:
    """Read the history section of a request."""
    return [Evidence(m["node"], m["kind"], m["reason"]) for m in LINE.finditer(text)]


def choices(evidence: list[Evidence], start: Choices) -> Choices:
    """Return the choices after a history; the same failure again tries the next remedy."""
    seen: dict[str, int] = {}
    for item in evidence:
        start = remedy(item, seen.get(item.kind, 0), start)
        seen[item.kind] = seen.get(item.kind, 0) + 1
    return start


def remedy(item: Evidence, times: int, now: Choices) -> Choices:
    """Return what to change after one failure that was met `times` before."""
    moved = replace(now, shuffle=now.shuffle + 1)
    further, nearer = (replace(now, fixture_x=round(now.fixture_x + step, 2)) for step in (STEP, -STEP))
    pinned, exchanged = replace(now, pinned=now.pinned + 1), replace(now, other_way=now.other_way + 1)
    further_on = replace(now, follow_extra=now.follow_extra + 0.1)
    loose, less = replace(now, loose=True), replace(now, scale=now.scale * 0.85, follow_extra=0.08)
    options: dict[str, tuple[Choices, ...]] = {
        "program_error": (pinned,),
        "spec_invalid": (moved, pinned) if _crowded(item) else (pinned, moved),
        "scene_unstable": (moved, pinned),
        "goal_true_at_start": (moved, replace(now, scale=now.scale * 1.3)),
        "out_of_reach": _reach(item, further=further, nearer=nearer, less=less, pinned=pinned, loose=loose),
        "infeasible": (loose, further, pinned),
        "path_blocked": (further, loose, pinned)
        if _own_links(item)
        else (replace(moved, forward=now.forward + 0.015), further, exchanged),
        "grasp_missed": (pinned, moved, exchanged),
        "slipped": (replace(less, other_way=exchanged.other_way), pinned, moved),
        "goal_missed": (further_on, pinned, less) if "of its range" in item.reason else (pinned, less, moved),
        "collateral": (replace(moved, room=0.12), moved, pinned),
        "timeout": (moved,),
        "control_passed": (replace(now, scale=now.scale * 1.3),),
        "goal_weak": (replace(now, scale=now.scale * 1.3),),
    }
    remedies = options.get(item.kind, (moved,))
    return remedies[times % len(remedies)]


def _crowded(item: Evidence) -> bool:
    return any(word in item.reason for word in ("region", "room", "crowd", "overlap", "fit"))


def _own_links(item: Evidence) -> bool:
    """Whether the arm is in its own way, which distance mends."""
    return bool(re.search(r"panda_\w+ touches panda_", item.reason))


def _reach(
    item: Evidence, *, further: Choices, nearer: Choices, less: Choices, pinned: Choices, loose: Choices
) -> tuple[Choices, ...]:
    """Return the remedies for a place that the arm does not reach: too near to come in straight, or too far."""
    if "way in" in item.reason:
        return (further, loose, pinned)
    if "following" in item.reason:
        return (less, pinned, nearer)
    return (nearer, loose, pinned)
