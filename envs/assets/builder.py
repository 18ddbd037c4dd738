"""Builds an AssetModel from shapes placed in the closed asset's root frame."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from envs.assets.geometry import asset_bounds
from envs.assets.mechanics import of_shapes, volume
from envs.assets.model import (
    AssetModel,
    Axis,
    Box,
    Colour,
    ConvexMesh,
    Coupling,
    Cylinder,
    Grasp,
    Joint,
    Link,
    Part,
    Point,
    Shape,
    Sphere,
    Surface,
    Volume,
)
from envs.frozen import Quaternion, Vector3
from envs.pose import Pose
from kpam.transforms import Array, unit

ROOT = "body"
_A_BEFORE_VOWEL = re.compile(r"\b([Aa]) (?=[aeio])(?!one|eu)")
ALONG: dict[str, Quaternion] = {
    "x": (float(np.sqrt(0.5)), 0.0, float(np.sqrt(0.5)), 0.0),
    "y": (float(np.sqrt(0.5)), float(-np.sqrt(0.5)), 0.0, 0.0),
    "z": (1.0, 0.0, 0.0, 0.0),
}
"""Rotations wxyz that bring a cylinder's local z along a root axis."""


@dataclass
class _LinkDraft:
    origin: Array
    mass: float | None
    shapes: list[Shape] = field(default_factory=list)
    densities: list[float] = field(default_factory=list)


@dataclass
class AssetBuilder:
    """Collects links, joints and named places; every position is in the root frame of the closed asset, metres.

    Link frames have the root frame's axes; a moving link's origin lies on its joint.
    """

    category: str
    instance: int
    fixed_base: bool
    density: float = 600.0
    _material: float = 1.0
    _links: dict[str, _LinkDraft] = field(default_factory=dict)
    _joints: list[Joint] = field(default_factory=list)
    _parts: list[Part] = field(default_factory=list)
    _points: list[Point] = field(default_factory=list)
    _axes: list[Axis] = field(default_factory=list)
    _volumes: list[Volume] = field(default_factory=list)
    _surfaces: list[Surface] = field(default_factory=list)
    _grasps: list[Grasp] = field(default_factory=list)

    def root(self, *, mass: float | None = None) -> str:
        """Start the root link; without `mass` (kg) its shapes weigh `density`. Returns its name."""
        self._links[ROOT] = _LinkDraft(np.zeros(3), mass)
        return ROOT

    def moving(
        self,
        name: str,
        *,
        kind: Literal["revolute", "prismatic"],
        origin: ArrayLike,
        axis: ArrayLike,
        upper: float,
        damping: float,
        friction: float,
        spring: float = 0.0,
        mass: float | None = None,
        parent: str = ROOT,
        coupling: Coupling | None = None,
    ) -> str:
        """Start a link that moves on the joint `<name>_joint` from 0 (closed) to `upper`. Returns the link's name.

        `origin` is a point of the joint's axis, `axis` its direction towards open, `parent` the link it hangs on.
        """
        position = np.asarray(origin, dtype=float)
        away = position - self._links[parent].origin
        self._links[name] = _LinkDraft(position, mass)
        self._joints.append(
            Joint(
                name=f"{name}_joint",
                kind=kind,
                parent=parent,
                child=name,
                origin=Pose(position=_vector(away)),
                axis=_vector(unit(axis)),
                lower=0.0,
                upper=upper,
                damping=damping,
                friction=friction,
                spring=spring,
                coupling=coupling,
            )
        )
        return name

    def made_of(self, density: float) -> None:
        """Say how dense the shapes are that are added from here on, relative to those of 1, for a link's balance.

        So a hammer's head of steel (7.8) outweighs its wooden shaft (0.7) within the mass that its link has.
        """
        self._material = density

    def box(
        self, link: str, centre: ArrayLike, size: ArrayLike, colour: Colour, turn: Quaternion = (1.0, 0.0, 0.0, 0.0)
    ) -> None:
        """Add a box by centre, edges and rotation wxyz."""
        self._add(link, Box(size=_vector(size), pose=self._pose(link, centre, turn), colour=colour))

    def block(self, link: str, lower: ArrayLike, upper: ArrayLike, colour: Colour) -> None:
        """Add a box by its lower and upper corner."""
        low, high = np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)
        self.box(link, (low + high) / 2, high - low, colour)

    def cylinder(
        self,
        link: str,
        centre: ArrayLike,
        radius: float,
        length: float,
        colour: Colour,
        turn: Quaternion = (1.0, 0.0, 0.0, 0.0),
    ) -> None:
        """Add a cylinder along its local z, turned by `turn` (wxyz)."""
        pose = self._pose(link, centre, turn)
        self._add(link, Cylinder(radius=radius, length=length, pose=pose, colour=colour))

    def sphere(self, link: str, centre: ArrayLike, radius: float, colour: Colour) -> None:
        """Add a sphere."""
        self._add(link, Sphere(radius=radius, pose=self._pose(link, centre), colour=colour))

    def mesh(self, link: str, vertices: ArrayLike, faces: Sequence[tuple[int, int, int]], colour: Colour) -> None:
        """Add a convex mesh whose vertices (n, 3) are in the root frame and whose faces look outwards."""
        local = np.asarray(vertices, dtype=float) - self._links[link].origin
        shape = ConvexMesh(vertices=tuple(_vector(v) for v in local), faces=tuple(faces), colour=colour)
        self._add(link, shape)

    def point(self, name: str, link: str, position: ArrayLike) -> None:
        """Name a point."""
        self._points.append(Point(name=name, link=link, position=self._local(link, position)))

    def axis(self, name: str, link: str, direction: ArrayLike) -> None:
        """Name a direction."""
        self._axes.append(Axis(name=name, link=link, direction=_vector(unit(direction))))

    def volume(self, name: str, link: str, lower: ArrayLike, upper: ArrayLike) -> None:
        """Name a box that can hold things, by its lower and upper corner."""
        low, high = np.asarray(lower, dtype=float), np.asarray(upper, dtype=float)
        pose = self._pose(link, (low + high) / 2)
        self._volumes.append(Volume(name=name, link=link, pose=pose, size=_vector(high - low)))

    def surface(self, name: str, link: str, centre: ArrayLike, size: tuple[float, float]) -> None:
        """Name a level rectangle on which things can stand, by its centre and edges along x and y."""
        self._surfaces.append(
            Surface(name=name, link=link, pose=self._pose(link, centre), size=(float(size[0]), float(size[1])))
        )

    def grasp(
        self,
        name: str,
        link: str,
        centre: ArrayLike,
        *,
        width: float,
        closing: ArrayLike,
        approach: ArrayLike = (0.0, 0.0, -1.0),
        free_spin: bool = False,
    ) -> None:
        """Name a way to hold the asset with a parallel gripper, from above unless told otherwise."""
        self._grasps.append(
            Grasp(
                name=name,
                link=link,
                centre=self._local(link, centre),
                approach=_vector(unit(approach)),
                closing=_vector(unit(closing)),
                width=width,
                free_spin=free_spin,
            )
        )

    def part(
        self,
        link: str,
        noun: str,
        *,
        centre: ArrayLike,
        approach: ArrayLike,
        axis: ArrayLike,
        which: str | None = None,
        handle_kind: Literal["grasp", "push"] = "grasp",
        interior: str | None = None,
    ) -> None:
        """Declare a moving link a part, with its handle's centre, approach and bar axis; `opening` follows."""
        joint = next(j for j in self._joints if j.child == link)
        direction = np.asarray(joint.axis)
        if joint.kind == "revolute":
            direction = np.cross(direction, np.asarray(centre, dtype=float) - self._links[link].origin)
        handle = f"{link}.handle"
        self.point(f"{handle}.centre", link, centre)
        self.axis(f"{handle}.approach", link, approach)
        self.axis(f"{handle}.axis", link, axis)
        self.axis(f"{handle}.opening", link, direction)
        self._parts.append(
            Part(
                name=link,
                noun=noun,
                which=which,
                link=link,
                joint=joint.name,
                handle=handle,
                handle_kind=handle_kind,
                interior=interior,
            )
        )

    def build(
        self,
        description: str,
        *,
        affordances: tuple[str, ...],
        colour_name: str | None = None,
        friction: float = 1.0,
        rolling_damping: float = 0.0,
        yaw_symmetry: int = 1,
    ) -> AssetModel:
        """Weigh the links, measure the asset, and return the model.

        `yaw_symmetry` says into how many equal turns about its upright middle it can be turned and look and fit as
        before; 0 is any turn.
        A colour may follow any "a" of the description: "a orange" becomes "an orange".
        """
        model = AssetModel(
            category=self.category,
            instance=self.instance,
            description=re.sub(_A_BEFORE_VOWEL, r"\1n ", description),
            colour_name=colour_name,
            fixed_base=self.fixed_base,
            links=tuple(self._link(name, draft) for name, draft in self._links.items()),
            joints=tuple(self._joints),
            parts=tuple(self._parts),
            points=tuple(self._points),
            axes=tuple(self._axes),
            volumes=tuple(self._volumes),
            surfaces=tuple(self._surfaces),
            grasps=tuple(self._grasps),
            affordances=affordances,
            friction=friction,
            rolling_damping=rolling_damping,
            yaw_symmetry=yaw_symmetry,
            size=(1.0, 1.0, 1.0),
            centre=(0.0, 0.0, 0.0),
        )
        lower, upper = asset_bounds(model)
        return model.model_copy(update={"size": _vector(upper - lower), "centre": _vector((lower + upper) / 2)})

    def _add(self, link: str, shape: Shape) -> None:
        self._links[link].shapes.append(shape)
        self._links[link].densities.append(self._material)

    def _link(self, name: str, draft: _LinkDraft) -> Link:
        mass = self.density * volume(draft.shapes) if draft.mass is None else draft.mass
        weighed = of_shapes(draft.shapes, mass=mass, densities=draft.densities)
        return Link(
            name=name,
            shapes=tuple(draft.shapes),
            mass=weighed.mass,
            centre_of_mass=_vector(weighed.centre),
            inertia=weighed.inertia6(),
        )

    def _local(self, link: str, position: ArrayLike) -> Vector3:
        return _vector(np.asarray(position, dtype=float) - self._links[link].origin)

    def _pose(self, link: str, centre: ArrayLike, turn: Quaternion = (1.0, 0.0, 0.0, 0.0)) -> Pose:
        return Pose(position=self._local(link, centre), quaternion=turn)


def _vector(values: ArrayLike) -> Vector3:
    # Rounded to a nanometre, so that a spec's text stays short and equal on every machine; -0.0 becomes 0.0.
    x, y, z = (float(round(v, 9)) + 0.0 for v in np.asarray(values, dtype=float))
    return x, y, z
