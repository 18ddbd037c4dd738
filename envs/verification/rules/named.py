"""Everything that the goal asks about, or that the solution handles, is named."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from envs.task.goals import Unchanged
from envs.task.mentions import walk
from envs.task.refs import PartRef
from envs.task.stages import Pick, Place, Push, Sweep
from envs.verification.case import Case, Said, finding
from envs.verification.parts import carried, linked
from envs.verification.verdict import Finding


def unnamed(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the objects and parts that the goal asks about and no phrase of the instruction names."""
    if not said.strict:
        return
    parts = {(name, tie.named.part) for tie in case.ties for name in tie.named.objects}
    named = {name for name, _ in parts}
    for name in case.goal_objects:
        if name not in named and name not in case.counted:
            yield finding("unnamed_object", f"the goal asks about {name}, which no phrase of the sentence names")
    for fact in case.facts:
        if isinstance(fact.predicate, Unchanged):
            continue
        for name, part in fact.parts:
            whole = (name, None) in parts or name not in named
            if not whole and (name, part) not in parts and not carried(case.scene, name, part, parts):
                text = f"the goal asks about the {part} of {name}, which no phrase of the sentence names"
                yield finding("unnamed_object", text)


def handled(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the objects and parts that the solution handles and neither sentence nor goal speaks of.

    What starts on or in a thing that is spoken of may be in the way, and a part may have to move for one that hangs
    on it.
    """
    if not said.strict:
        return
    named = {name for tie in case.ties for name in tie.named.objects} | set(case.goal_objects) | case.counted
    grouped = named | {one for group in case.groups.values() if set(group) & named for one in group}
    spoken = {(name, tie.named.part) for tie in case.ties for name in tie.named.objects}
    spoken |= {part for fact in case.facts for part in fact.parts}
    whole = {name for name, part in spoken if part is None}
    starts = {item.name: item for item in case.spec.scene.objects}
    for stage in case.spec.stages:
        for item in (item for action in stage.actions for item in walk(action)):
            for name in handles(item):
                support = starts[name].support if name in starts else None
                if name not in grouped and (support is None or support.object not in named):
                    text = f"stage {stage.name!r} handles {name}, of which neither sentence nor goal speaks"
                    yield finding("unnamed_object", text)
            if isinstance(item, PartRef) and item.object not in whole:
                parts = {one for one in spoken if one[0] == item.object}
                if (item.object, item.part) not in parts and not linked(case.scene, item.object, item.part, parts):
                    text = f"stage {stage.name!r} moves the {item.part} of {item.object}, of which neither sentence"
                    yield finding("unnamed_object", f"{text} nor goal speaks")


def handles(action: BaseModel) -> tuple[str, ...]:
    """Return the objects that an action takes in hand or pushes."""
    if isinstance(action, Pick | Place | Push):
        return (action.object,)
    return action.objects if isinstance(action, Sweep) else ()
