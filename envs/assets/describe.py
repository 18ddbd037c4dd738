"""An asset or a category in words, for agents and people."""

from __future__ import annotations

from envs.assets.category import AFFORDANCES, Category
from envs.assets.model import AssetModel, Joint


def describe_category(category: Category) -> str:
    """Return a line: name, what it is, and what can be done with it."""
    kind = "articulated" if category.articulated else "rigid"
    return f"{category.name} ({kind}; {', '.join(category.affordances)}): {category.summary}"


def describe_asset(asset: AssetModel) -> str:
    """Return a few lines: what it looks like, its parts and their joints, the places, points, axes and grasps."""
    x, y, z = asset.size
    lines = [
        f"{asset.id}: {asset.description}.",
        f"size {x:.3f} x {y:.3f} x {z:.3f} m (closed), {sum(link.mass for link in asset.links):.2f} kg, "
        + ("bolted to the table" if asset.fixed_base else "free to move"),
        "affordances: " + "; ".join(f"{name} ({AFFORDANCES[name]})" for name in asset.affordances),
    ]
    for part in asset.parts:
        joint = asset.joint(part.joint)
        which = f" ({part.which})" if part.which else ""
        hold = "is grasped at" if part.handle_kind == "grasp" else "is pushed at"
        inside = f", holds things in {part.interior}" if part.interior else ""
        lines.append(f"part {part.name}: {part.noun}{which}, {_range(joint)}, {hold} {part.handle}{inside}")
    for volume in asset.volumes:
        lines.append(f"place {volume.name}: inside, {_edges(volume.size)} m")
    for surface in asset.surfaces:
        lines.append(f"place {surface.name}: a flat top, {_edges(surface.size)} m")
    if asset.points:
        lines.append("points: " + ", ".join(point.name for point in asset.points))
    if asset.axes:
        lines.append("axes: " + ", ".join(axis.name for axis in asset.axes))
    if asset.grasps:
        lines.append("grasps: " + ", ".join(f"{g.name} ({1000 * g.width:.0f} mm)" for g in asset.grasps))
    return "\n".join(lines)


def _range(joint: Joint) -> str:
    if joint.kind == "prismatic":
        return f"slides {100 * (joint.upper - joint.lower):.0f} cm from closed (0) to open (1)"
    return f"turns {joint.upper - joint.lower:.2f} rad from closed or off (0) to open or on (1)"


def _edges(size: tuple[float, ...]) -> str:
    return " x ".join(f"{edge:.3f}" for edge in size)
