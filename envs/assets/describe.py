"""What agents are told of an asset: short, made from the asset, by the names that a task is then checked against."""

from __future__ import annotations

from typing import Any

import numpy as np

from envs.assets.model import AssetModel, Joint, Part
from kpam.transforms import apply


def describe(asset: AssetModel) -> dict[str, Any]:
    """Return what a program can refer to in an asset, as plain data. Lengths are metres, angles radians.

    Every name in it is one that `AssetModel` finds, which is what specs are validated with.
    """
    return {
        "asset": asset.id,
        "category": asset.category,
        "description": asset.description,
        "colour": asset.colour_name,
        "fixed_base": asset.fixed_base,
        "size": _rounded(asset.size),
        "mass": round(sum(link.mass for link in asset.links), 3),
        "parts": [_part(asset, part) for part in asset.parts],
        "volumes": [{"name": volume.name, "size": _rounded(volume.size)} for volume in asset.volumes],
        "surfaces": [{"name": surface.name, "size": _rounded(surface.size)} for surface in asset.surfaces],
        "grasps": [{"name": grasp.name, "width": round(grasp.width, 3)} for grasp in asset.grasps],
        "points": [point.name for point in asset.points],
        "axes": [axis.name for axis in asset.axes],
        "affordances": list(asset.affordances),
    }


def _part(asset: AssetModel, part: Part) -> dict[str, Any]:
    joint = asset.joint(part.joint)
    centre = asset.point(f"{part.handle}.centre")
    height = apply(asset.link_poses(np.eye(4), {})[centre.link], centre.position)[2]
    told: dict[str, Any] = {
        "name": part.name,
        "noun": part.noun,
        "which": part.which,
        "joint": joint.kind,
        "range": round(joint.upper - joint.lower, 4),
        "unit": unit_of(joint),
        "handle": part.handle_kind,
        "handle_height": round(float(height), 3),
        "interior": part.interior,
    }
    if joint.spring > 0.0:
        told["springs_back"] = True
    if joint.coupling is not None:
        leader = joint.coupling.joint
        told["follows"] = next((other.name for other in asset.parts if other.joint == leader), leader)
    return told


def unit_of(joint: Joint) -> str:
    """Return "rad" for a joint that turns, "m" for one that slides."""
    return "rad" if joint.kind == "revolute" else "m"


def as_text(told: dict[str, Any]) -> str:
    """Return what `describe` tells as lines for people."""
    size = " x ".join(f"{edge:g}" for edge in told["size"])
    where = "fixed to the table" if told["fixed_base"] else "free"
    lines = [
        f"{told['asset']}: {told['description']}",
        f"size {size} m, {told['mass']:g} kg, {where}; affordances: {', '.join(told['affordances'])}",
    ]
    lines += [_part_line(part) for part in told["parts"]]
    for kind in ("volumes", "surfaces", "grasps"):
        lines += [f"{kind[:-1]} {place['name']}: {_extent(place)}" for place in told[kind]]
    lines += [f"{kind}: {', '.join(told[kind])}" for kind in ("points", "axes") if told[kind]]
    return "\n".join(lines)


def _part_line(part: dict[str, Any]) -> str:
    called = " ".join(word for word in (part["which"], part["noun"]) if word)
    moves = "turns" if part["joint"] == "revolute" else "slides"
    line = f"part {part['name']} ({called}): {moves} 0 to {part['range']:g} {part['unit']}, handle to {part['handle']}"
    line += f" {part['handle_height']:g} m above the ground"
    if part["interior"]:
        line += f", opens {part['interior']}"
    line += ", springs back" if part.get("springs_back") else ""
    return line + (f", follows {part['follows']}" if "follows" in part else "")


def _extent(place: dict[str, Any]) -> str:
    if "width" in place:
        return f"{place['width']:g} m wide"
    return " x ".join(f"{edge:g}" for edge in place["size"]) + " m"


def _rounded(values: tuple[float, ...]) -> list[float]:
    return [round(value, 3) for value in values]
