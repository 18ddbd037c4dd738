"""Which way round something is to be turned is the way that the goal asks."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from envs.task.predicates import JointFraction
from envs.verification.case import Case, Said, finding
from envs.verification.goal_facts import Fact
from envs.verification.pieces import denied, pieces, spelled, tells
from envs.verification.verdict import Finding

ROUND = frozenset({"anticlockwise", "counterclockwise", "clockwise"})
SAYS = frozenset({"would", "will", "is", "closes", "opens", "means", "shuts"})
"""Words behind it by which it is told what a turn does."""
FACING = 0.8
"""The least cosine between a joint's axis and the hand's way at which one looks along that axis."""


def clockwise(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the turns that are said the other way round than the goal asks, seen as the hand comes."""
    joints = [item for item in case.facts if isinstance(item.predicate, JointFraction) and item.wanted]
    if not joints or len({(item.parts, item.senses()) for item in joints}) != 1 or len(joints[0].senses()) != 1:
        return
    opens = _opens_clockwise(case, joints[0])
    for piece in pieces(said) if opens is not None else ():
        text = spelled(piece)
        for k, word in enumerate(text):
            if word not in ROUND or denied(text, k) or tells(text, k) or SAYS & set(text[k + 1 : k + 2]):
                continue
            clock = word == "clockwise" and text[k - 1 : k] not in (["anti"], ["counter"])
            if clock != (opens == ("open" in joints[0].senses())):
                said_word = word if clock or word != "clockwise" else "anticlockwise"
                yield finding(
                    "contradicted_word", f"{said.quote} says {said_word!r}; the goal asks the other way round"
                )


def _opens_clockwise(case: Case, fact: Fact) -> bool | None:
    """Whether a joint opens clockwise to who looks at it as the hand comes; None where that is not plain."""
    name, part = fact.parts[0]
    asset = case.scene.asset(name)
    own = asset.part(part)
    joint = asset.joint(own.joint)
    if joint.kind != "revolute" or all(axis.name != f"{own.handle}.approach" for axis in asset.axes):
        return None
    links = asset.link_poses(np.eye(4), asset.joint_values({}))
    approach = asset.axis(f"{own.handle}.approach")
    along = links[approach.link][:3, :3] @ np.asarray(approach.direction)
    cosine = float(along @ (links[joint.child][:3, :3] @ np.asarray(joint.axis)))
    return cosine > 0 if abs(cosine) > FACING else None
