"""A ball of many small facets, one of them below, so that it lies still until it is pushed."""

from __future__ import annotations

import numpy as np

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel
from envs.assets.palette import VIVID, draw
from kpam.transforms import Array


def build(instance: int) -> AssetModel:
    """Return the ball of a number."""
    rng = instance_rng("ball", instance)
    colour_name, colour = draw(rng, {name: rgb for name, rgb in VIVID.items() if name != "brown"})
    radius = round(rng.uniform(0.019, 0.032), 4)
    mass = round(rng.uniform(0.03, 0.09), 3)

    b = AssetBuilder("ball", instance, fixed_base=False)
    body = b.root(mass=mass)
    vertices, faces = _faceted_sphere(radius)
    b.mesh(body, vertices - [0.0, 0.0, vertices[:, 2].min()], faces, colour)
    centre = (0.0, 0.0, float(-vertices[:, 2].min()))
    b.point("centre", body, centre)
    b.grasp("across", body, centre, width=2 * radius, closing=(0.0, 1.0, 0.0), free_spin=True)
    description = f"a {colour_name} ball, {2000 * radius:.0f} mm across"
    return b.build(description, affordances=CATEGORY.affordances, colour_name=colour_name)


def _faceted_sphere(radius: float) -> tuple[Array, list[tuple[int, int, int]]]:
    # A geodesic sphere of 320 facets (162 vertices: PhysX allows 255 a convex mesh), turned so that a facet is level.
    import trimesh

    sphere = trimesh.creation.icosphere(subdivisions=2, radius=radius)
    largest = int(np.argmax(sphere.area_faces))
    level = trimesh.geometry.align_vectors(sphere.face_normals[largest], [0.0, 0.0, -1.0])
    sphere.apply_transform(level)
    return np.asarray(sphere.vertices), [(int(a), int(c), int(d)) for a, c, d in sphere.faces]


CATEGORY = Category(
    name="ball",
    summary="a small ball that can be picked up and put into things",
    articulated=False,
    noun="ball",
    affordances=("pick", "roll"),
    keypoints=("centre",),
    build=build,
)
