"""Links and joints, of an asset or of a robot, in the order in which an engine makes them: each after its parent."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np

from envs.assets.mechanics import inertia_matrix
from envs.assets.model import AssetModel, Link, Shape
from envs.frozen import Vector3
from envs.pose import Pose
from kpam.transforms import Array, from_rotation


@dataclass(frozen=True)
class Part:
    """A link with the joint that it hangs on: `parent` is the row of the link above, -1 the root.

    `T_link_centre` is the centre of mass with the principal axes, `moments` (3,) the inertia about those, kg m^2.
    """

    name: str
    shapes: tuple[Shape, ...]
    mass: float
    T_link_centre: Array
    moments: Vector3
    parent: int = -1
    joint: str = ""
    kind: Literal["fixed", "revolute", "prismatic"] = "fixed"
    T_parent_link: Array = field(default_factory=lambda: np.eye(4))
    axis: Vector3 = (0.0, 0.0, 1.0)
    limits: tuple[float, float] = (1.0, -1.0)

    @cached_property
    def centre(self) -> Pose:
        """T_link_centre as a position and a quaternion wxyz."""
        return Pose.from_matrix(self.T_link_centre)

    @cached_property
    def origin(self) -> Pose:
        """T_parent_link as a position and a quaternion wxyz."""
        return Pose.from_matrix(self.T_parent_link)


def principal(inertia: Array) -> tuple[Array, Vector3]:
    """Return the principal axes (3, 3), right-handed, and the moments of an inertia (3, 3) in kg m^2."""
    moments, axes = np.linalg.eigh(inertia)
    if np.linalg.det(axes) < 0:
        axes[:, 0] = -axes[:, 0]
    ixx, iyy, izz = moments.tolist()
    return axes, (ixx, iyy, izz)


def centred(link: Link) -> tuple[Array, Vector3]:
    """Return T_link_centre and the principal moments of an asset's link."""
    axes, moments = principal(inertia_matrix(link))
    return from_rotation(axes, link.centre_of_mass), moments


def parts_of(asset: AssetModel) -> tuple[Part, ...]:
    """Return an asset's links, each after the one it hangs on, the root first."""
    root = asset.root
    found = [Part(root.name, root.shapes, root.mass, *centred(root))]
    rows = {root.name: -1}
    for joint in asset.joints_from_root():
        child = asset.link(joint.child)
        rows[child.name] = len(found) - 1
        found.append(
            Part(
                child.name,
                child.shapes,
                child.mass,
                *centred(child),
                rows[joint.parent],
                joint.name,
                joint.kind,
                joint.origin.matrix(),
                joint.axis,
                (joint.lower, joint.upper),
            )
        )
    return tuple(found)
