"""Volume, mass, centre of mass and inertia of shapes, by exact formulas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from envs.assets.model import AssetModel, Box, ConvexMesh, Cylinder, Joint, Link, Shape, Sphere
from kpam.transforms import Array


@dataclass(frozen=True)
class MassProperties:
    """Mass in kg, centre of mass (3,) in metres, inertia (3, 3) in kg m^2 about the centre of mass."""

    mass: float
    centre: Array
    inertia: Array

    def inertia6(self) -> tuple[float, float, float, float, float, float]:
        """Return ixx, iyy, izz, ixy, ixz, iyz."""
        m = self.inertia
        return float(m[0, 0]), float(m[1, 1]), float(m[2, 2]), float(m[0, 1]), float(m[0, 2]), float(m[1, 2])


def of_shape(shape: Shape, density: float) -> MassProperties:
    """Return a shape's mass properties in its link's axes, at a density in kg / m^3."""
    if isinstance(shape, Box):
        x, y, z = shape.size
        mass = density * x * y * z
        inertia = np.diag([y * y + z * z, x * x + z * z, x * x + y * y]) * mass / 12
        local = MassProperties(mass, np.zeros(3), inertia)
    elif isinstance(shape, Cylinder):
        r, h = shape.radius, shape.length
        mass = density * np.pi * r * r * h
        across = mass * (3 * r * r + h * h) / 12
        local = MassProperties(mass, np.zeros(3), np.diag([across, across, mass * r * r / 2]))
    elif isinstance(shape, Sphere):
        mass = density * 4 / 3 * np.pi * shape.radius**3
        local = MassProperties(mass, np.zeros(3), np.eye(3) * 0.4 * mass * shape.radius**2)
    else:
        local = _of_mesh(shape, density)
    T = shape.pose.matrix()
    R = T[:3, :3]
    return MassProperties(float(local.mass), T[:3, 3] + R @ local.centre, R @ local.inertia @ R.T)


def combine(parts: Sequence[MassProperties]) -> MassProperties:
    """Return the mass properties of bodies joined rigidly (parallel axis theorem); overlaps count twice."""
    mass = sum(part.mass for part in parts)
    centre = sum((part.mass * part.centre for part in parts), np.zeros(3)) / mass
    inertia = np.zeros((3, 3))
    for part in parts:
        d = part.centre - centre
        inertia += part.inertia + part.mass * (d @ d * np.eye(3) - np.outer(d, d))
    return MassProperties(float(mass), centre, inertia)


def of_shapes(shapes: Sequence[Shape], *, mass: float, densities: Sequence[float] | None = None) -> MassProperties:
    """Return the properties of shapes whose masses add up to `mass` kg.

    `densities` says how heavy their materials are relative to one another; without it they are of one.
    """
    weights = [1.0] * len(shapes) if densities is None else densities
    unit = combine([of_shape(shape, weight) for shape, weight in zip(shapes, weights, strict=True)])
    factor = mass / unit.mass
    return MassProperties(mass, unit.centre, unit.inertia * factor)


def volume(shapes: Sequence[Shape]) -> float:
    """Return the volume in m^3, overlaps counted twice."""
    return sum(of_shape(shape, 1.0).mass for shape in shapes)


def inertia_matrix(link: Link) -> Array:
    """Return a link's inertia (3, 3), kg m^2, about its centre of mass along its axes."""
    ixx, iyy, izz, ixy, ixz, iyz = link.inertia
    return np.array([[ixx, ixy, ixz], [ixy, iyy, iyz], [ixz, iyz, izz]])


def moved_inertia(asset: AssetModel, joint: Joint) -> float:
    """Return a joint's child's mass along a slide, or its inertia about a hinge, kg or kg m^2."""
    child = asset.link(joint.child)
    if joint.kind == "prismatic":
        return child.mass
    axis = np.asarray(joint.axis)
    arm = np.cross(axis, child.centre_of_mass)
    return float(axis @ inertia_matrix(child) @ axis + child.mass * arm @ arm)


def _of_mesh(shape: ConvexMesh, density: float) -> MassProperties:
    # A closed mesh is a signed sum of tetrahedra from the origin; the covariance of the canonical tetrahedron maps
    # linearly onto each (Blow & Binstock, "How to find the inertia tensor of a 3D solid body", 2004).
    corners = np.asarray(shape.vertices)[np.asarray(shape.faces)]
    determinants = np.linalg.det(corners)
    canonical = (np.ones((3, 3)) + np.eye(3)) / 120
    covariance = np.einsum("n,nki,kl,nlj->ij", determinants, corners, canonical, corners)
    mass = determinants.sum() / 6
    centre = (determinants[:, None] * corners.sum(axis=1)).sum(axis=0) / 24 / mass
    covariance = covariance - mass * np.outer(centre, centre)
    inertia = np.trace(covariance) * np.eye(3) - covariance
    return MassProperties(density * mass, centre, density * inertia)
