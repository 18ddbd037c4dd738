"""Pictures by ray casting on the CPU with Embree: no display, no GPU, no driver."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envs.assets.model import AssetModel
from envs.render import shading
from envs.render.camera import Camera
from envs.render.triangles import Triangles, of_shape, smooth
from envs.render.view import Floats, View
from envs.robots import panda
from envs.task.spec import SceneSpec
from envs.worlds.state import WorldState
from kpam.transforms import Array

GROUND_LABEL = 1
_LIFT = np.float32(1e-3)
_KEPT_VIEWS = 8


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
class _Shade:
    """The rectangle of the ground, metres, outside of which no shadow falls."""

    low: tuple[float, float]
    high: tuple[float, float]

    @classmethod
    def of(cls, vertices: Floats) -> _Shade:
        """Bound the shadow of vertices (n, 3)."""
        slope = shading.LIGHT[:2] / shading.LIGHT[2]
        x, y = vertices[:, 0] - vertices[:, 2] * slope[0], vertices[:, 1] - vertices[:, 2] * slope[1]
        return cls((float(x.min()), float(y.min())), (float(x.max()), float(y.max())))

    def covers(self, points: Floats) -> NDArray[np.bool_]:
        """Say which ground points (n, 3) lie inside."""
        x, y = points[:, 0], points[:, 1]
        return (x > self.low[0]) & (x < self.high[0]) & (y > self.low[1]) & (y < self.high[1])


_Placed = tuple[Any, Floats, _Shade]


@dataclass
class _Model:
    """All triangles of a scene in the frames of their links, links numbered in drawing order."""

    vertices: list[Array] = field(default_factory=list)
    faces: list[NDArray[np.int32]] = field(default_factory=list)
    normals: list[Array] = field(default_factory=list)
    colours: list[Array] = field(default_factory=list)
    links: list[NDArray[np.int32]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    count: int = 0

    def add_link(self, pieces: Sequence[tuple[Triangles, tuple[float, float, float]]]) -> None:
        """Append one link made of triangles with colours."""
        start = self.count
        for mesh, colour in pieces:
            self.vertices.append(mesh.vertices)
            self.faces.append(mesh.faces + self.count)
            self.normals.append(mesh.normals)
            self.colours.append(np.tile(colour, (len(mesh.faces), 1)))
            self.links.append(np.full(len(mesh.faces), len(self.spans), dtype=np.int32))
            self.count += len(mesh.vertices)
        self.spans.append((start, self.count))


class RaycastRenderer:
    """Renders states of one scene. The state says where things are, so one renderer serves every rollout of a scene."""

    def __init__(self, scene: SceneSpec, assets: Mapping[str, AssetModel]) -> None:
        """Collect the scene's triangles; `assets` maps asset ids to models."""
        model = _Model()
        self.labels: dict[int, tuple[str, str]] = {0: ("background", "background"), GROUND_LABEL: ("ground", "ground")}
        self._robot_links: list[str] = []
        for link, mesh, colour in _robot_triangles():
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
        self._faces = np.vstack(model.faces).astype(np.int32)
        self._normals = np.vstack(model.normals).astype(np.float32)
        self._colours = np.vstack(model.colours).astype(np.float32)
        self._links = np.concatenate(model.links)
        self._spans = model.spans
        self._views: dict[Camera, View] = {}
        # A state is often seen by several cameras: keep what the last one was placed as.
        self._last: tuple[WorldState, _Placed] | None = None

    def render(self, state: WorldState, camera: Camera, *, supersample: int = 1) -> Image:
        """Return what a camera sees; `supersample` casts that many rays a pixel side for smooth edges in colour."""
        fine = camera.sized(camera.width * supersample, camera.height * supersample)
        hits = self._cast(self._place(state), fine)
        shape = (fine.height, fine.width)
        colour = hits.colours.reshape(*shape, 3)
        if supersample > 1:
            blocks = colour.reshape(camera.height, supersample, camera.width, supersample, 3)
            colour = blocks.mean(axis=(1, 3))
        middle = slice(supersample // 2, None, supersample)
        return Image(
            (colour * 255.0 + 0.5).astype(np.uint8),
            hits.depth.reshape(shape)[middle, middle],
            hits.labels.reshape(shape)[middle, middle],
        )

    def point_cloud(
        self,
        state: WorldState,
        cameras: Sequence[Camera],
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
            view.origins + view.directions * hit.depth[:, None]
            for view, hit in zip(map(self._view, cameras), hits, strict=True)
        ]
        drawn = np.concatenate(points)[chosen].astype(np.float32)
        return PointCloud(drawn, np.concatenate([hit.colours for hit in hits])[chosen], labels[chosen])

    def _place(self, state: WorldState) -> _Placed:
        """Return a ray-casting scene of a state, the links' rotations (k, 3, 3), and where shadow can fall."""
        if self._last is not None and self._last[0] is state:
            return self._last[1]
        from embreex.mesh_construction import TriangleMesh
        from embreex.rtcore_scene import EmbreeScene

        q = state.robot.positions
        poses = panda.arm().link_poses(q[:7], state.robot.width)
        transforms = [poses[link] for link in self._robot_links]
        transforms += [state.objects[name].links[link] for name, link in self._object_links]
        placed = np.empty(self._vertices.shape, dtype=np.float32)
        for (start, end), T in zip(self._spans, transforms, strict=True):
            placed[start:end] = self._vertices[start:end] @ T[:3, :3].T + T[:3, 3]
        scene = EmbreeScene()
        TriangleMesh(scene, placed, self._faces)
        answer = (scene, np.array([T[:3, :3] for T in transforms], dtype=np.float32), _Shade.of(placed))
        self._last = (state, answer)
        return answer

    def _cast(self, placed: _Placed, camera: Camera) -> _Hits:
        scene, rotations, shade = placed
        view = self._view(camera)
        answer = scene.run(view.origins, view.directions, output=True)
        depth = np.where(answer["primID"] >= 0, answer["tfar"], np.float32(np.inf))
        on_ground = view.ground_depth < depth
        hit = np.flatnonzero(np.isfinite(depth) & ~on_ground)
        depth = np.minimum(depth, view.ground_depth)
        depth[np.isinf(depth)] = 0.0

        index = answer["primID"][hit]
        link = self._links[index]
        labels = on_ground.astype(np.int32) * GROUND_LABEL
        labels[hit] = link + GROUND_LABEL + 1

        normals = _interpolated(self._normals[index], np.column_stack([answer["u"][hit], answer["v"][hit]]))
        normals = np.einsum("nij,nj->ni", rotations[link], normals)
        views = view.views[hit]
        normals[np.einsum("ij,ij->i", normals, views) < 0] *= -1

        # Only faces turned to the lamp, and ground that the scene's shadow can reach, are worth a ray to the lamp.
        turned = np.flatnonzero(normals @ shading.LIGHT > 0)
        near = np.flatnonzero(on_ground & shade.covers(view.ground))
        points = view.origins[hit] + view.directions[hit] * depth[hit, None]
        shadow = _hidden(scene, np.concatenate([points[turned] + normals[turned] * _LIFT, view.ground[near]]))
        hidden = np.zeros(len(hit), dtype=bool)
        hidden[turned] = shadow[: len(turned)]
        colours = view.empty.copy()
        colours[hit] = shading.lit(self._colours[index], normals, views, hidden)
        dark = near[shadow[len(turned) :]]
        colours[dark] = view.ground_shaded[dark]
        return _Hits(depth, labels, colours)

    def _view(self, camera: Camera) -> View:
        if camera not in self._views:
            if len(self._views) >= _KEPT_VIEWS:
                self._views.pop(next(iter(self._views)))
            self._views[camera] = View.of(camera)
        return self._views[camera]


def _interpolated(corners: Floats, uv: Floats) -> Floats:
    """Return unit normals (n, 3) at barycentric coordinates (n, 2) of triangles with corner normals (n, 3, 3)."""
    weights = np.column_stack([1.0 - uv[:, 0] - uv[:, 1], uv])
    normals = np.einsum("nk,nki->ni", weights, corners)
    return normals / np.maximum(np.sqrt(np.einsum("ni,ni->n", normals, normals)), 1e-9)[:, None]


def _hidden(scene: Any, origins: Floats) -> NDArray[np.bool_]:
    """Say for each point (n, 3) whether something stands between it and the lamp."""
    lamp = np.ascontiguousarray(np.broadcast_to(np.asarray(shading.LIGHT, dtype=np.float32), origins.shape))
    return np.asarray(scene.run(np.ascontiguousarray(origins, dtype=np.float32), lamp, query="OCCLUDED")) >= 0


@cache
def _robot_triangles() -> tuple[tuple[str, Triangles, tuple[float, float, float]], ...]:
    return tuple((mesh.link, smooth(mesh.vertices, mesh.faces), mesh.colour) for mesh in panda.link_meshes())
