"""A source at rest: joints closed, fixed ones merged, the front along x, on the ground at its size in metres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from envs.assets.importers.errors import ImportRefusedError, SizeNeededError
from envs.assets.importers.source import Follows, Piece, Source, SourceJoint, all_vertices
from kpam.transforms import Array, about_axis, apply, from_rotation, rotate

SMALLEST, LARGEST = 0.005, 1.5
"""The longest edge in metres that an asset may have: less is no thing to hold, more stands on no table."""
FLAT = 1e-4
"""The share of its longest edge that the shortest must be."""
_Z = np.array([0.0, 0.0, 1.0])


@dataclass(frozen=True)
class RestingLink:
    """A link with its pieces in the root frame of the closed asset, metres; `words` are its names and meanings."""

    name: str
    pieces: tuple[Piece, ...]
    words: str


@dataclass(frozen=True)
class RestingJoint:
    """A joint from 0, closed, to `upper`: a point and the direction of its axis in the root frame."""

    name: str
    kind: Literal["revolute", "prismatic"]
    parent: str
    child: str
    origin: Array
    axis: Array
    upper: float
    damping: float | None
    friction: float | None
    follows: Follows | None = None


@dataclass(frozen=True)
class Resting:
    """A thing at rest, ready to become an asset; the first link is the root."""

    links: tuple[RestingLink, ...]
    joints: tuple[RestingJoint, ...]
    scale: float
    notes: tuple[str, ...] = field(default=())


def rest(source: Source, size: float | None) -> Resting:
    """Return a source closed, merged, turned, put on the ground and, with `size`, scaled to that longest edge (metres).

    Without `size` its lengths are taken as metres. A joint's end at which it was drawn (value 0) is closed, else its
    lower limit. The front is where parts slide or swing out to, +x where nothing does. Raises ImportRefusedError for
    something without extent, SizeNeededError where its own size is no size for a table.
    """
    closed = {joint.name: _closed(joint) for joint in source.joints}
    poses = _poses(source, closed)
    owner = _owners(source)
    pieces: dict[str, list[Piece]] = {}
    words: dict[str, list[str]] = {}
    for link in source.links:
        pieces.setdefault(owner[link.name], []).extend(piece.moved(poses[link.name]) for piece in link.pieces)
        words.setdefault(owner[link.name], []).extend([link.meaning, link.name])
    moving = [joint for joint in source.joints if joint.kind != "fixed"]
    joints = [_at_rest(joint, closed, poses, owner, {j.name: j for j in moving}) for joint in moving]
    joints, pieces, dropped = _without_empty(joints, pieces, source.root)
    turn = _facing(joints, pieces, source.front)
    vertices = apply(turn, all_vertices([piece for group in pieces.values() for piece in group]))
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    longest = float((high - low).max())
    if not np.isfinite(longest) or longest <= 1e-9:
        raise ImportRefusedError("it has no extent: all of its vertices are in one place")
    if float((high - low).min()) < FLAT * longest:
        raise ImportRefusedError("it has no volume: all of it lies in one plane; give the surface a thickness")
    scale = 1.0 if size is None else size / longest
    if not SMALLEST <= longest * scale <= LARGEST:
        raise SizeNeededError(
            f"its longest edge is {longest * scale:.4g} m; an asset has {SMALLEST} to {LARGEST} m: "
            "say how long its longest edge is to be with --size METRES"
        )
    foot = np.array([(low[0] + high[0]) / 2, (low[1] + high[1]) / 2, low[2]])
    T = from_rotation(np.eye(3), -foot) @ turn
    return Resting(
        links=tuple(
            RestingLink(name, tuple(piece.moved(T, scale) for piece in group), " ".join(words[name]).strip())
            for name, group in pieces.items()
        ),
        joints=tuple(_moved(joint, T, scale, joints) for joint in joints),
        scale=scale,
        notes=(*source.notes, *dropped),
    )


def _closed(joint: SourceJoint) -> float:
    """Return the value at which a joint is closed: 0 where its range ends there, else its lower limit."""
    slack = 1e-3 * (joint.upper - joint.lower)
    return joint.upper if abs(joint.upper) <= slack and joint.lower < -slack else joint.lower


def _poses(source: Source, values: dict[str, float]) -> dict[str, Array]:
    poses = {source.root: np.eye(4)}
    waiting = list(source.joints)
    while waiting:
        joint = next(j for j in waiting if j.parent in poses)
        waiting.remove(joint)
        value = values[joint.name]
        if joint.kind == "revolute":
            moved = about_axis(joint.axis, value)
        else:
            moved = from_rotation(np.eye(3), joint.axis * value)
        poses[joint.child] = poses[joint.parent] @ joint.T_parent_child @ moved
    return poses


def _owners(source: Source) -> dict[str, str]:
    """Return for each link the one that it is part of: itself, or what it is fixed to."""
    fixed = {joint.child: joint.parent for joint in source.joints if joint.kind == "fixed"}
    found: dict[str, str] = {}
    for link in source.links:
        name = link.name
        while name in fixed:
            name = fixed[name]
        found[link.name] = name
    return found


def _at_rest(
    joint: SourceJoint,
    closed: dict[str, float],
    poses: dict[str, Array],
    owner: dict[str, str],
    known: dict[str, SourceJoint],
) -> RestingJoint:
    way = -1.0 if closed[joint.name] == joint.upper else 1.0
    T = poses[joint.child]
    follows = joint.follows
    if follows is not None:
        leader = closed[follows.leader]
        leading = -1.0 if leader == known[follows.leader].upper else 1.0
        offset = way * (follows.ratio * leader + follows.offset - closed[joint.name])
        follows = Follows(follows.leader, way * follows.ratio * leading, offset)
    return RestingJoint(
        name=joint.name,
        kind="revolute" if joint.kind == "revolute" else "prismatic",
        parent=owner[joint.parent],
        child=joint.child,
        origin=T[:3, 3],
        axis=way * rotate(T, joint.axis),
        upper=joint.upper - joint.lower,
        damping=joint.damping,
        friction=joint.friction,
        follows=follows,
    )


def _without_empty(
    joints: list[RestingJoint], pieces: dict[str, list[Piece]], root: str
) -> tuple[list[RestingJoint], dict[str, list[Piece]], list[str]]:
    """Leave out links that move and have no geometry, where nothing hangs on them."""
    notes: list[str] = []
    while True:
        parents = {joint.parent for joint in joints}
        empty = next((j for j in joints if not pieces.get(j.child) and j.child not in parents), None)
        if empty is None:
            break
        joints = [j for j in joints if j is not empty and (j.follows is None or j.follows.leader != empty.name)]
        pieces.pop(empty.child, None)
        notes.append(f"joint {empty.name!r} moves a link without geometry; it is left out")
    hollow = [name for name, group in pieces.items() if not group]
    if hollow and (hollow != [root] or not joints):
        raise ImportRefusedError(f"link {hollow[0]!r} has no geometry and others hang on it; give it a shape")
    if hollow:
        raise ImportRefusedError("its root has no geometry, so everything would hang in the air; give the root a shape")
    order = [root, *[name for name in pieces if name != root]]
    return joints, {name: pieces[name] for name in order}, notes


def _facing(joints: Sequence[RestingJoint], pieces: dict[str, list[Piece]], front: float) -> Array:
    """Return the turn about z, by quarters, that brings what slides or swings out to +x."""
    outward = np.zeros(2)
    for joint in joints:
        if joint.follows is not None:
            continue
        away = joint.axis
        if joint.kind == "revolute":
            vertices = all_vertices(pieces[joint.child])
            arm = (vertices.min(axis=0) + vertices.max(axis=0)) / 2 - joint.origin
            away = np.cross(joint.axis, arm)
        flat = away[:2] / max(float(np.linalg.norm(away)), 1e-9)
        if np.linalg.norm(flat) > 0.7:
            outward += flat
    if np.linalg.norm(outward) < 0.5:
        return about_axis(_Z, front)
    quarters = round(float(np.arctan2(outward[1], outward[0])) / (np.pi / 2))
    return about_axis(_Z, -quarters * np.pi / 2)


def _moved(joint: RestingJoint, T: Array, scale: float, joints: Sequence[RestingJoint]) -> RestingJoint:
    slides = joint.kind == "prismatic"
    follows = joint.follows
    if follows is not None:
        leader = next(other for other in joints if other.name == follows.leader)
        here, there = (scale if slides else 1.0), (scale if leader.kind == "prismatic" else 1.0)
        follows = Follows(follows.leader, follows.ratio * here / there, follows.offset * here)
    return replace(
        joint,
        origin=apply(T, joint.origin) * scale,
        axis=rotate(T, joint.axis),
        upper=joint.upper * (scale if slides else 1.0),
        follows=follows,
    )
