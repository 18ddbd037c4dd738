"""Bodies: mass and inertia that exist, an underside on the ground, names that lead somewhere."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from envs.assets.geometry import asset_bounds, bounds, extreme_points
from envs.assets.model import AssetModel


def mechanics(asset: AssetModel) -> Iterator[str]:
    """Yield links whose inertia no body has, or whose centre of mass is outside of them."""
    for link in asset.links:
        ixx, iyy, izz, ixy, ixz, iyz = link.inertia
        moments = np.linalg.eigvalsh([[ixx, ixy, ixz], [ixy, iyy, iyz], [ixz, iyz, izz]])
        if moments[0] <= 0 or moments[2] > (moments[0] + moments[1]) * (1 + 1e-6):
            yield f"link {link.name}: no body has principal moments {moments.tolist()} kg m^2"
        lower, upper = bounds(extreme_points(shape) for shape in link.shapes)
        if np.any(link.centre_of_mass < lower) or np.any(link.centre_of_mass > upper):
            yield f"link {link.name}: centre of mass {link.centre_of_mass} lies outside its shapes' box"


def size(asset: AssetModel) -> Iterator[str]:
    """Yield what is wrong with where the asset stands and how large it says it is."""
    lower, upper = asset_bounds(asset)
    if abs(lower[2]) > 1e-6:
        yield f"its underside is at z = {lower[2]:.4f} m, not on the ground"
    if not np.allclose(upper - lower, asset.size, atol=1e-6) or not np.allclose((lower + upper) / 2, asset.centre):
        yield f"size {asset.size} about {asset.centre} is not its bounding box"


def names(asset: AssetModel) -> Iterator[str]:
    """Yield names that are used twice or that name nothing."""
    links = {link.name for link in asset.links}
    for items in (asset.points, asset.axes, asset.volumes, asset.surfaces, asset.grasps, asset.parts):
        named = [item.name for item in items]
        for name in sorted({name for name in named if named.count(name) > 1}):
            yield f"{name!r} is named twice"
        for item in items:
            if item.link not in links:
                yield f"{item.name!r} is on link {item.link!r}, which is not there"
    children = [joint.child for joint in asset.joints]
    if sorted([asset.root.name, *children]) != sorted(links):
        yield f"joints lead to {children}, which with the root is not every link once"
    volumes = {volume.name for volume in asset.volumes}
    for part in asset.parts:
        if part.interior is not None and part.interior not in volumes:
            yield f"part {part.name}: interior {part.interior!r} is no volume"
    for axis in asset.axes:
        if abs(np.linalg.norm(axis.direction) - 1) > 1e-6:
            yield f"axis {axis.name} has length {np.linalg.norm(axis.direction):.6f}, not 1"
