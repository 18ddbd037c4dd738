"""The annotations of an asset as a YAML file that a person can edit: meaning, places and masses, but no geometry.

Positions are in the closed asset's root frame, metres, at the size that the file states first; a `size` that is changed
enlarges everything, the other figures of the file included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar, cast

import numpy as np

from envs.assets.category import AFFORDANCES
from envs.assets.geometry import asset_bounds
from envs.assets.importers.posing import LARGEST, SMALLEST
from envs.assets.importers.source import scaled
from envs.assets.mechanics import of_shapes
from envs.assets.model import AssetModel, Axis, Grasp, Joint, Link, Part, Point, Surface, Volume
from envs.frozen import Vector3
from envs.pose import Pose
from kpam.files.marked import Marked, parse
from kpam.transforms import Array, unit

FILE = "annotations.yaml"
HEAD = """\
# What a robot has to know of {id}. Edit it, then import this folder again: simwright assets import FOLDER
# Metres, kilograms; positions in the asset's frame, closed: middle of the underside, x to the front, z up.
# A `size` that is changed enlarges the asset and every figure below with it.
"""
KEYS = (
    "size", "noun", "description", "fixed_base", "friction", "affordances", "mass", "parts", "points", "axes",
    "volumes", "surfaces", "grasps",
)  # fmt: skip
_NAME = re.compile(r"[a-z][a-z0-9_.]*")
Item = TypeVar("Item")


def write(asset: AssetModel, noun: str) -> str:
    """Return an asset's annotations as text that `apply` reads."""
    at = _origins(asset)
    lines = [HEAD.format(id=asset.id).rstrip(), f"size: {_number(max(asset.size))}  # longest edge", f"noun: {noun}"]
    lines += [f"description: {_quoted(asset.description)}", f"fixed_base: {str(asset.fixed_base).lower()}"]
    lines += [f"friction: {_number(asset.friction)}", f"affordances: [{', '.join(asset.affordances)}]", "mass:"]
    lines += [f"  {link.name}: {_number(link.mass)}" for link in asset.links]
    lines.append("parts:" + ("" if asset.parts else " {}"))
    own = {f"{part.handle}.{name}" for part in asset.parts for name in ("centre", "approach", "axis", "opening")}
    for part in asset.parts:
        centre = asset.point(f"{part.handle}.centre")
        lines += [f"  {part.name}:", f"    noun: {part.noun}", f"    which: {part.which or 'null'}"]
        lines += [f"    interior: {part.interior or 'null'}", f"    handle_kind: {part.handle_kind}  # grasp or push"]
        lines.append(f"    centre: {_list(centre.position + at[centre.link])}")
        lines += [
            f"    {name}: {_list(asset.axis(f'{part.handle}.{name}').direction)}" for name in ("approach", "axis")
        ]
    rows: dict[str, list[str]] = {
        "points": [
            f"{p.name}: {{link: {p.link}, at: {_list(p.position + at[p.link])}}}"
            for p in asset.points
            if p.name not in own
        ],
        "axes": [f"{a.name}: {{link: {a.link}, along: {_list(a.direction)}}}" for a in asset.axes if a.name not in own],
        "volumes": [
            f"{v.name}: {{link: {v.link}, low: {_list(_middle(v, at) - np.asarray(v.size) / 2)}, "
            f"high: {_list(_middle(v, at) + np.asarray(v.size) / 2)}}}"
            for v in asset.volumes
        ],
        "surfaces": [
            f"{s.name}: {{link: {s.link}, centre: {_list(_middle(s, at))}, size: {_list(s.size)}}}"
            for s in asset.surfaces
        ],
        "grasps": [
            f"{g.name}: {{link: {g.link}, centre: {_list(g.centre + at[g.link])}, approach: {_list(g.approach)}, "
            f"closing: {_list(g.closing)}, width: {_number(g.width)}}}"
            for g in asset.grasps
        ],
    }
    for what, entries in rows.items():
        lines.append(f"{what}:" + ("" if entries else " {}"))
        lines += [f"  {entry}" for entry in entries]
    return "\n".join([*lines, ""])


def apply(asset: AssetModel, text: str, source: str = FILE) -> tuple[AssetModel, str]:
    """Return an asset with the annotations of a text, and the noun that it gives.

    Raises kpam.errors.FileError, which names the line, for a key, a name, a link or a figure that cannot be.
    """
    top = parse(text, source)
    entries = top.known("the annotations", KEYS, required=KEYS)
    reader = _Reader(asset)
    noun = entries["noun"].text("noun")
    size = entries["size"].number("size")
    if not SMALLEST <= size <= LARGEST:
        raise entries["size"].error(f"size is {size:g}; an asset has {SMALLEST} to {LARGEST} m")
    parts, points, axes = reader.parts(entries["parts"])
    friction = entries["friction"].number("friction")
    if friction <= 0:
        raise entries["friction"].error(f"friction is {friction:g}; it must be above 0")
    affordances = tuple(item.text("an affordance") for item in entries["affordances"].items("affordances"))
    for name, item in zip(affordances, entries["affordances"].items("affordances"), strict=True):
        if name not in AFFORDANCES:
            raise item.error(f"affordance {name!r} is none; known: {', '.join(AFFORDANCES)}")
    changed = asset.model_copy(
        update={
            "description": entries["description"].text("description"),
            "fixed_base": _flag(entries["fixed_base"], "fixed_base"),
            "friction": friction,
            "affordances": affordances,
            "links": reader.links(entries["mass"]),
            "parts": parts,
            "points": points + reader.each(entries["points"], "points", reader.point),
            "axes": axes + reader.each(entries["axes"], "axes", reader.axis),
            "volumes": reader.each(entries["volumes"], "volumes", reader.volume),
            "surfaces": reader.each(entries["surfaces"], "surfaces", reader.surface),
            "grasps": reader.each(entries["grasps"], "grasps", reader.grasp),
        }
    )
    colour = changed.colour_name if (changed.colour_name or "") in changed.description.lower() else None
    factor = size / float(_number(max(asset.size)))
    whole = AssetModel.model_validate(changed.model_copy(update={"colour_name": colour}).model_dump())
    return (whole if abs(factor - 1.0) < 1e-9 else enlarged(whole, factor)), noun


def enlarged(asset: AssetModel, factor: float) -> AssetModel:
    """Return an asset `factor` times as large and of the same density; joints that slide go that much further."""

    def far(vector: Vector3) -> Vector3:
        x, y, z = vector
        return x * factor, y * factor, z * factor

    def placed(pose: Pose) -> Pose:
        return Pose(position=far(pose.position), quaternion=pose.quaternion)

    links = [
        link.model_copy(
            update={
                "shapes": tuple(scaled(shape, factor) for shape in link.shapes),
                "mass": link.mass * factor**3,
                "centre_of_mass": far(link.centre_of_mass),
                "inertia": tuple(value * factor**5 for value in link.inertia),
            }
        )
        for link in asset.links
    ]
    slides = {joint.name for joint in asset.joints if joint.kind == "prismatic"}

    def moved(joint: Joint) -> Joint:
        change: dict[str, Any] = {"origin": placed(joint.origin)}
        unit_of = factor if joint.name in slides else 1.0
        change |= {"lower": joint.lower * unit_of, "upper": joint.upper * unit_of}
        # A weight grows by the cube, its lever by one more; what holds it grows as much.
        change["friction"] = joint.friction * factor ** (3 if joint.name in slides else 4)
        if joint.coupling is not None:
            leader = factor if joint.coupling.joint in slides else 1.0
            change["coupling"] = joint.coupling.model_copy(
                update={"ratio": joint.coupling.ratio * unit_of / leader, "offset": joint.coupling.offset * unit_of}
            )
        return joint.model_copy(update=change)

    made = asset.model_copy(
        update={
            "links": tuple(links),
            "joints": tuple(moved(joint) for joint in asset.joints),
            "points": tuple(p.model_copy(update={"position": far(p.position)}) for p in asset.points),
            "volumes": tuple(v.model_copy(update={"pose": placed(v.pose), "size": far(v.size)}) for v in asset.volumes),
            "surfaces": tuple(
                s.model_copy(update={"pose": placed(s.pose), "size": (s.size[0] * factor, s.size[1] * factor)})
                for s in asset.surfaces
            ),
            "grasps": tuple(
                g.model_copy(update={"centre": far(g.centre), "width": g.width * factor})
                for g in asset.grasps
                if g.width * factor <= 0.08
            ),
        }
    )
    low, high = asset_bounds(made)
    return AssetModel.model_validate(
        made.model_copy(update={"size": _three(high - low), "centre": _three((low + high) / 2)}).model_dump()
    )


class _Reader:
    """Reads places into link frames; messages know the lines."""

    def __init__(self, asset: AssetModel) -> None:
        self.asset = asset
        self.at = _origins(asset)

    def each(self, value: Marked, what: str, read: Callable[[str, Marked], Item]) -> tuple[Item, ...]:
        found: list[Item] = []
        for name, item in value.entries(what).items():
            if not _NAME.fullmatch(name):
                raise item.error(f"{name!r} of {what} is no name; write small letters, digits, _ and .")
            found.append(read(name, item))
        return tuple(found)

    def link(self, value: Marked) -> str:
        name = value.text("link")
        if name not in self.at:
            raise value.error(f"there is no link {name!r}; known: {', '.join(self.at)}")
        return name

    def links(self, value: Marked) -> tuple[Link, ...]:
        masses = value.known("mass", tuple(self.at), required=tuple(self.at))
        found: list[Link] = []
        for link in self.asset.links:
            mass = masses[link.name].number(f"the mass of {link.name}")
            if not 0 < mass < 1000:
                raise masses[link.name].error(f"the mass of {link.name} is {mass:g} kg; give one above 0")
            if float(_number(link.mass)) != mass:
                weighed = of_shapes(link.shapes, mass=mass)
                inertia = weighed.inertia6()
                update = {"mass": mass, "centre_of_mass": _three(weighed.centre), "inertia": inertia}
                link = link.model_copy(update=update)
            found.append(link)
        return tuple(found)

    def parts(self, value: Marked) -> tuple[tuple[Part, ...], tuple[Point, ...], tuple[Axis, ...]]:
        keys = ("noun", "which", "interior", "handle_kind", "centre", "approach", "axis")
        joints = {joint.child: joint for joint in self.asset.joints}
        parts: list[Part] = []
        points: list[Point] = []
        axes: list[Axis] = []
        for link, item in value.entries("parts").items():
            if link not in joints:
                raise item.error(f"part {link!r} is no link that moves; those: {', '.join(joints) or 'none'}")
            found = item.known(f"part {link}", keys, required=keys)
            kind = found["handle_kind"].text("handle_kind")
            if kind not in ("grasp", "push"):
                raise found["handle_kind"].error(f"handle_kind {kind!r} is neither grasp nor push")
            position = np.asarray(found["centre"].vector("centre")) - self.at[link]
            approach = _direction(found["approach"], "approach")
            axis = _direction(found["axis"], "axis")
            if abs(float(np.dot(approach, axis))) > 1e-3:
                raise found["axis"].error("axis is not at a right angle to approach")
            axis = _three(unit(np.asarray(axis) - np.asarray(approach) * float(np.dot(approach, axis))))
            joint = joints[link]
            way = np.asarray(joint.axis)
            if joint.kind == "revolute":
                way = np.cross(way, position)
            if np.linalg.norm(way) < 1e-6:
                raise found["centre"].error("centre lies on the joint's axis, where nothing opens it")
            handle = f"{link}.handle"
            points.append(Point(name=f"{handle}.centre", link=link, position=_three(position)))
            for name, direction in (("approach", approach), ("axis", axis), ("opening", _three(unit(way)))):
                axes.append(Axis(name=f"{handle}.{name}", link=link, direction=direction))
            parts.append(
                Part(
                    name=link,
                    noun=found["noun"].text("noun"),
                    which=None if found["which"].is_empty else found["which"].text("which"),
                    link=link,
                    joint=joint.name,
                    handle=handle,
                    handle_kind=cast('Literal["grasp", "push"]', kind),
                    interior=None if found["interior"].is_empty else found["interior"].text("interior"),
                )
            )
        return tuple(parts), tuple(points), tuple(axes)

    def point(self, name: str, value: Marked) -> Point:
        found = value.known(name, ("link", "at"), required=("link", "at"))
        link = self.link(found["link"])
        return Point(name=name, link=link, position=_three(np.asarray(found["at"].vector("at")) - self.at[link]))

    def axis(self, name: str, value: Marked) -> Axis:
        found = value.known(name, ("link", "along"), required=("link", "along"))
        return Axis(name=name, link=self.link(found["link"]), direction=_direction(found["along"], "along"))

    def volume(self, name: str, value: Marked) -> Volume:
        found = value.known(name, ("link", "low", "high"), required=("link", "low", "high"))
        link = self.link(found["link"])
        low, high = (np.asarray(found[end].vector(end)) for end in ("low", "high"))
        if not np.all(low < high):
            raise found["high"].error("high must be above low along x, y and z")
        pose = Pose(position=_three((low + high) / 2 - self.at[link]))
        return Volume(name=name, link=link, pose=pose, size=_three(high - low))

    def surface(self, name: str, value: Marked) -> Surface:
        found = value.known(name, ("link", "centre", "size"), required=("link", "centre", "size"))
        link = self.link(found["link"])
        x, y = found["size"].vector("size", 2)
        if min(x, y) <= 0:
            raise found["size"].error("size must be above 0")
        pose = Pose(position=_three(np.asarray(found["centre"].vector("centre")) - self.at[link]))
        return Surface(name=name, link=link, pose=pose, size=(x, y))

    def grasp(self, name: str, value: Marked) -> Grasp:
        keys = ("link", "centre", "approach", "closing", "width")
        found = value.known(name, keys, required=keys)
        link = self.link(found["link"])
        width = found["width"].number("width")
        if not 0 < width <= 0.08:
            raise found["width"].error(f"width is {width:g} m; the gripper opens 0.08 m")
        approach, closing = _direction(found["approach"], "approach"), _direction(found["closing"], "closing")
        if abs(float(np.dot(approach, closing))) > 1e-3:
            raise found["closing"].error("closing is not at a right angle to approach")
        closing = _three(unit(np.asarray(closing) - np.asarray(approach) * float(np.dot(approach, closing))))
        centre = _three(np.asarray(found["centre"].vector("centre")) - self.at[link])
        return Grasp(name=name, link=link, centre=centre, approach=approach, closing=closing, width=width)


def _origins(asset: AssetModel) -> dict[str, Array]:
    # Link frames have the root frame's axes when everything is closed: AssetBuilder makes them so.
    return {name: T[:3, 3] for name, T in asset.link_poses(np.eye(4), {}).items()}


def _middle(place: Volume | Surface, at: Mapping[str, Array]) -> Array:
    return np.asarray(place.pose.position) + at[place.link]


def _direction(value: Marked, what: str) -> Vector3:
    vector = np.asarray(value.vector(what))
    if np.linalg.norm(vector) < 1e-6:
        raise value.error(f"{what} has no length; give a direction")
    return _three(unit(vector))


def _flag(value: Marked, what: str) -> bool:
    text = value.text(what)
    if text not in ("true", "false"):
        raise value.error(f"{what} is {text!r}; write true or false")
    return text == "true"


def _three(values: Any) -> Vector3:
    x, y, z = (float(round(float(value), 9)) + 0.0 for value in values)
    return x, y, z


def _list(values: Any) -> str:
    return f"[{', '.join(_number(float(value)) for value in values)}]"


def _number(value: float) -> str:
    return f"{round(value, 6) + 0.0:.6g}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
