"""A golf ball with a line for putting; its 122 dimples are fewer and larger than the 300 to 400 of a real one."""

from __future__ import annotations

import numpy as np

# scipy has no type stubs
from scipy.spatial import ConvexHull  # pyright: ignore[reportMissingTypeStubs]
from scipy.spatial.transform import Rotation

from envs.assets.builder import AssetBuilder
from envs.assets.category import Category, instance_rng
from envs.assets.model import AssetModel, Colour
from envs.assets.palette import VIVID, draw, shade
from envs.assets.parameters import Range, draw_all
from envs.assets.procedural.balls import ball_model, stroke
from envs.assets.procedural.hulls import solid
from kpam.transforms import Array, unit

COVERS: dict[str, Colour] = {
    "white": (0.95, 0.95, 0.94),
    "yellow": (0.90, 0.92, 0.22),
    "orange": (0.98, 0.52, 0.16),
    "pink": (0.96, 0.46, 0.64),
}
LINES = {name: VIVID[name] for name in ("black", "red", "blue")}
DEPTH = 0.0004
"""Metres by which the dimples' middles stand out of the flat faces of the cover."""
TETRAHEDRON = np.array([[1, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]])

PARAMETERS = {
    "diameter": Range(0.0427, 0.0438, "m", "R&A equipment rules: at least 42.67 mm; the widest sold 43.8 mm"),
    "mass": Range(0.0445, 0.0454, "kg", "R&A equipment rules: at most 45.93 g"),
}
VARIANTS = {"cover": tuple(COVERS), "line": tuple(LINES)}


def build(instance: int) -> AssetModel:
    """Return the golf ball of a number."""
    rng = instance_rng("golf_ball", instance)
    cover, colour = ("white", COVERS["white"]) if rng.random() < 0.6 else draw(rng, COVERS)
    line, ink = draw(rng, LINES)
    size = draw_all(rng, PARAMETERS)
    radius = size["diameter"] / 2

    # A cover with a flat face for each dimple, and inside it a darker body whose corners come out of those faces.
    b = AssetBuilder("golf_ball", instance, fixed_base=False)
    body = b.root(mass=size["mass"])
    dimples = _directions()
    flats = radius - DEPTH
    # What it rolls on is a sphere that does not show: on the corners of its cover it would not come to rest.
    core = flats - 0.0001
    centre = np.array([0.0, 0.0, core])
    b.sphere(body, centre, core, colour)
    b.made_of(0.001)
    R = Rotation.from_quat(rng.standard_normal(4)).as_matrix()

    def lay(points: Array, paint: Colour) -> None:
        turned = points @ R.T
        turned[:, 2] = np.maximum(turned[:, 2], 0.0001 - core)
        solid(b, body, centre + turned, paint)

    lay(radius * dimples, shade(colour, 0.78))
    planes = ConvexHull(dimples).equations
    corners = np.unique(np.round(-flats * planes[:, :3] / planes[:, 3:], 7), axis=0)
    for quarter in TETRAHEDRON:
        # The corners of the faces that look its way; all four pieces together have every face of the cover.
        near = dimples[(dimples @ quarter) >= (dimples @ TETRAHEDRON.T).max(axis=1) - 1e-9]
        lay(corners[(corners @ near.T).max(axis=1) > flats - 1e-6], colour)
    around = float(rng.uniform(-np.pi, np.pi))
    a, c = np.array([np.cos(around), np.sin(around), 0.0]), unit((-np.sin(around), np.cos(around), 0.6))
    arc = np.linspace(-0.5, 0.5, 7)[:, None]
    stroke(b, body, centre, np.cos(arc) * a + np.sin(arc) * c, radius + 0.0005, 0.0018, ink)
    description = f"a {cover} golf ball with a {line} line, {1000 * size['diameter']:.1f} mm across"
    return ball_model(b, body, centre, size["diameter"], description, CATEGORY.affordances, cover)


def _directions() -> Array:
    """Return the 122 unit directions of the dimples: an icosahedron's corners, its edges' middles, then all faces'."""
    golden = (1 + np.sqrt(5)) / 2
    signs = np.array([[0, a, b * golden] for a in (-1, 1) for b in (-1, 1)])
    points = np.vstack([np.roll(signs, shift, axis=1) for shift in range(3)])
    for gather in (_edges, _faces):
        points = np.vstack([points, gather(points[ConvexHull(points).simplices])])
        points /= np.linalg.norm(points, axis=1, keepdims=True)
    return points


def _edges(triangles: Array) -> Array:
    middles = (triangles + np.roll(triangles, 1, axis=1)).reshape(-1, 3) / 2
    return np.unique(np.round(middles, 9), axis=0)


def _faces(triangles: Array) -> Array:
    return triangles.mean(axis=1)


CATEGORY = Category(
    name="golf_ball",
    summary="a dimpled golf ball that can be picked up and put into things",
    uses="playing golf; sport; a small hard white ball",
    articulated=False,
    noun="golf ball",
    affordances=("pick", "roll"),
    keypoints=("centre",),
    build=build,
    parameters=PARAMETERS,
    variants=VARIANTS,
)
