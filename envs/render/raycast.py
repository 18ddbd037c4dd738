"""Pictures by ray casting on the CPU with Embree: no display, no GPU, no driver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from envs.assets.model import AssetModel
from envs.render import shading
from envs.render.camera import Viewpoint
from envs.render.embree import Surface, faces_for
from envs.render.triangles import Triangles, of_shape, smooth
from envs.render.view import Floats, View, to_camera
from envs.robots import robot as robot_of
from envs.task.spec import SceneSpec
from envs.worlds.state import WorldState
from kpam.transforms import Array

GROUND_LABEL = 1
_LIFT = np.float32(1e-3)


@dataclass(frozen=True)
class Image:
    """What a camera sees: colour (h, w, 3) uint8, depth (h, w) float32, segmentation (h, w) int32.

    Depth is along the view axis in metres, 0 where nothing is hit. Segmentation holds keys of the renderer's
    `labels`: 0 is background, 1 the ground.
    """

    colour: NDArray[np.uint8]
    depth: NDArray[np.float32]
    segmentation: NDArray[np.int32]


@dataclass(frozen=True)
class PointCloud:
    """Points (n, 3) float32 in metres in the world, their colours (n, 3) float32 in 0..1 and labels (n,)."""

    points: Floats
    colours: Floats
    labels: NDArray[np.int32]


@dataclass(frozen=True)
class _Hits:
    """What each of n rays meets: depth (n,), label (n,) and colour (n, 3)."""

    depth: Floats
    labels: NDArray[np.int32]
    colours: Floats


@dataclass(frozen=True)
class _Placed:
    """A scene in one state: its surface, the links' rotations (k, 3, 3), vertices (n, 3), and where their shadows fall
    on the ground (n, 3)."""

    surface: Surface
    rotations: Floats
    vertices: Floats
    shadows: Floats


@dataclass
class _Model:
    """All triangles of a scene in the frames of their links, links numbered in drawing order."""

    vertices: list[Array] = field(default_factory=list)
    faces: list[NDArray[np.intp]] = field(default_factory=list)
    normals: list[Array] = field(default_factory=list)
    colours: list[Array] = field(default_factory=list)
    links: list[NDArray[np.int32]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    count: int = 0

    def add_link(self, pieces: Sequence[tuple[Triangles, tuple[float, float, float]]]) -> None:
        """Append one link made of triangles with colours."""
        start = self.count
        for mesh, colour in pieces:
            # Corners have normals of their own, so one vertex a place will do: meshes repeat them along seams.
            places, at = np.unique(mesh.vertices[mesh.faces].reshape(-1, 3), axis=0, return_inverse=True)
            self.vertices.append(places)
            self.faces.append(at.reshape(-1, 3) + self.count)
            self.normals.append(mesh.normals)
            self.colours.append(np.tile(colour, (len(mesh.faces), 1)))
            self.links.append(np.full(len(mesh.faces), len(self.spans), dtype=np.int32))
            self.count += len(places)
        self.spans.append((start, self.count))


class RaycastRenderer:
    """Renders states of one scene. The state says where things are, so one renderer serves every rollout of a scene."""

    def __init__(self, scene: SceneSpec, assets: Mapping[str, AssetModel], *, robot: bool = True) -> None:
        """Collect the scene's triangles; `assets` maps asset ids to models. Without `robot` the objects are alone."""
        model = _Model()
        self.labels: dict[int, tuple[str, str]] = {0: ("background", "background"), GROUND_LABEL: ("ground", "ground")}
        self._robot_links: list[str] = []
        self._arm = robot_of(scene.robot).arm()
        for link, mesh, colour in _robot_triangles(scene.robot) if robot else ():
            self.labels[len(self.labels)] = ("robot", link)
            self._robot_links.append(link)
            model.add_link([(mesh, colour)])
        self._object_links: list[tuple[str, str]] = []
        for item in scene.objects:
            for link in assets[item.asset].links:
                self.labels[len(self.labels)] = (item.name, link.name)
                self._object_links.append((item.name, link.name))
                model.add_link([(of_shape(shape), shape.colour) for shape in link.shapes])
        self._vertices = np.vstack(model.vertices)
        self._faces = faces_for(np.vstack(model.faces))
        self._normals = np.vstack(model.normals).astype(np.float32)
        self._colours = np.vstack(model.colours).astype(np.float32)
        self._links = np.concatenate(model.links)
        self._spans = model.spans
        self._starts = np.array([start for start, _ in model.spans])
        # A state is often seen by several cameras: keep what the last one was placed as.
        self._last: tuple[WorldState, _Placed] | None = None

    def render(self, state: WorldState, camera: Viewpoint, *, supersample: int = 1) -> Image:
        """Return what a camera sees; `supersample` casts that many rays a pixel side for smooth edges in colour."""
        fine = camera.sized(camera.width * supersample, camera.height * supersample)
        hits = self._cast(self._place(state), fine)
        shape = (fine.height, fine.width)
        colour = hits.colours.reshape(*shape, 3)
        if supersample > 1:
            parts = [
                colour[row::supersample, column::supersample] for row, column in np.ndindex(supersample, supersample)
            ]
            colour = sum(parts[1:], start=parts[0].copy()) / np.float32(len(parts))
        middle = slice(supersample // 2, None, supersample)
        colour *= np.float32(255.0)
        colour += np.float32(0.5)
        return Image(
            colour.astype(np.uint8),
            hits.depth.reshape(shape)[middle, middle],
            hits.labels.reshape(shape)[middle, middle],
        )

    def point_cloud(
        self,
        state: WorldState,
        cameras: Sequence[Viewpoint],
        count: int,
        rng: np.random.Generator,
        *,
        ground: bool = False,
    ) -> PointCloud:
        """Return `count` points that the cameras see, drawn by `rng`, the ground's only when asked for.

        Fewer visible points than `count` are drawn more than once; raises ValueError when nothing is visible.
        """
        scene = self._place(state)
        hits = [self._cast(scene, camera) for camera in cameras]
        labels = np.concatenate([hit.labels for hit in hits])
        seen = np.flatnonzero(labels >= (GROUND_LABEL if ground else GROUND_LABEL + 1))
        if not len(seen):
            raise ValueError(f"cameras {[camera.name for camera in cameras]} see nothing; point one at the table")
        chosen = rng.choice(seen, count, replace=len(seen) < count)
        points = [
            view.points(np.arange(len(hit.depth)), hit.depth)
            for view, hit in zip(map(View.of, cameras), hits, strict=True)
        ]
        drawn = np.concatenate(points)[chosen].astype(np.float32)
        return PointCloud(drawn, np.concatenate([hit.colours for hit in hits])[chosen], labels[chosen])

    def _place(self, state: WorldState) -> _Placed:
        """Return the scene as it stands in a state."""
        if self._last is not None and self._last[0] is state:
            return self._last[1]
        transforms = []
        if self._robot_links:
            poses = self._arm.link_poses(state.robot.positions[:7], state.robot.width)
            transforms = [poses[link] for link in self._robot_links]
        transforms += [state.objects[name].links[link] for name, link in self._object_links]
        placed = np.empty(self._vertices.shape, dtype=np.float32)
        for (start, end), T in zip(self._spans, transforms, strict=True):
            placed[start:end] = self._vertices[start:end] @ T[:3, :3].T + T[:3, 3]
        answer = _Placed(
            Surface(placed, self._faces),
            np.array([T[:3, :3] for T in transforms], dtype=np.float32),
            placed,
            placed - placed[:, 2:] * (shading.LIGHT / shading.LIGHT[2]),
        )
        self._last = (state, answer)
        return answer

    def _cast(self, placed: _Placed, camera: Viewpoint) -> _Hits:
        view = View.of(camera)
        near = view.touched(placed.vertices, self._starts)
        struck = placed.surface.strike(view.starts[near], view.directions[near], view.ground_depth[near])
        hit, index = near[struck.rays], struck.triangles
        link = self._links[index]
        depth, labels = view.empty_depth.copy(), view.on_ground.astype(np.int32) * GROUND_LABEL
        depth[hit] = struck.depth
        labels[hit] = link + GROUND_LABEL + 1

        normals = _interpolated(self._normals[index], struck.uv)
        normals = _turned(normals, placed.rotations, link)
        views = to_camera(view.directions[hit])
        normals[np.einsum("ij,ij->i", normals, views) < 0] *= -1

        # Only faces turned to the lamp, and ground that the scene's shadow can reach, are worth a ray to the lamp.
        turned = np.flatnonzero(normals @ shading.LIGHT > 0)
        ground = view.touched(placed.shadows, self._starts)
        ground = ground[labels[ground] == GROUND_LABEL]
        points = view.points(hit[turned], struck.depth[turned]) + normals[turned] * _LIFT
        shadow = placed.surface.hides(
            np.concatenate([points, view.points(ground, view.ground_depth[ground])]), shading.LIGHT
        )
        hidden = np.zeros(len(hit), dtype=bool)
        hidden[turned] = shadow[: len(turned)]
        colours = view.empty.copy()
        colours[hit] = shading.lit(self._colours[index], normals, views, hidden)
        dark = ground[shadow[len(turned) :]]
        colours[dark] = view.ground_shaded[dark]
        return _Hits(depth, labels, colours)


def _interpolated(corners: Floats, uv: Floats) -> Floats:
    """Return unit normals (n, 3) at barycentric coordinates (n, 2) of triangles with corner normals (n, 3, 3)."""
    weights = np.column_stack([1.0 - uv[:, 0] - uv[:, 1], uv])
    normals = np.einsum("nk,nki->ni", weights, corners)
    return normals / np.maximum(np.sqrt(np.einsum("ni,ni->n", normals, normals)), 1e-9)[:, None]


def _turned(vectors: Floats, rotations: Floats, which: NDArray[np.int32]) -> Floats:
    """Return each vector (n, 3) turned by one of a few rotations (k, 3, 3)."""
    turned = np.empty_like(vectors)
    for number, rotation in enumerate(rotations):
        chosen = np.flatnonzero(which == number)
        if len(chosen):
            turned[chosen] = vectors[chosen] @ rotation.T
    return turned


@cache
def _robot_triangles(name: str) -> tuple[tuple[str, Triangles, tuple[float, float, float]], ...]:
    return tuple((mesh.link, smooth(mesh.vertices, mesh.faces), mesh.colour) for mesh in robot_of(name).meshes())
