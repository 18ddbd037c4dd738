"""Triangle meshes as convex shapes: repaired where they are open, taken apart only where they are not convex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from envs.assets.contact import inside
from envs.assets.importers.errors import ImportRefusedError, MissingExtraError
from envs.assets.importers.source import Piece
from envs.assets.model import Box, Colour, ConvexMesh, Shape, Sphere
from envs.pose import Pose
from kpam.transforms import Array, inverse

DENT = 0.002
"""Metres by which a surface may lie inside its convex hull and still be taken for it."""
DENT_SHARE = 0.03
"""The same as a share of the hull's longest edge."""
OPEN = 1.12
"""How much more area a hull may have than an open surface before the surface is a sheet, not a solid."""
SHEET = 0.002
"""Thickness in metres that a sheet gets."""
BOX = 0.995
"""The share of its bounding box that a hull fills which is taken for a box."""
ROUND = 0.98
"""The least distance of a hull's corners from its middle, relative to the largest, at which it is a sphere."""
ROUND_CORNERS = 40
MOST_CORNERS = 60
MOST_SHAPES = 120
MOST_FACES = 20_000
TINY = 0.0015
"""Pieces with no edge longer than this, in metres, are left out."""
_DIRECTIONS = 400


@dataclass(frozen=True)
class Solid:
    """A convex shape in the root frame and what its file calls it."""

    shape: Shape
    label: str


def convex_solids(pieces: Sequence[Piece], notes: list[str]) -> list[Solid]:
    """Return convex shapes that together are what the pieces of one link are; what was done is added to the notes.

    Raises ImportRefusedError where nothing of any volume is left, MissingExtraError where a piece has to be taken
    apart and coacd is not installed.
    """
    found: list[Solid] = []
    for piece in pieces:
        if piece.shape is not None:
            found.append(Solid(piece.shape.model_copy(update={"colour": piece.colour}), piece.label))
            continue
        for body in _bodies(piece):
            found += [Solid(shape, piece.label) for shape in _shapes(body, piece.colour, notes)]
    kept = _without_inner(found)
    if len(kept) > MOST_SHAPES:
        kept = sorted(kept, key=lambda solid: -_extent(solid.shape))[:MOST_SHAPES]
        notes.append(f"of {len(found)} convex shapes of a link the {MOST_SHAPES} largest are kept")
    if not kept:
        raise ImportRefusedError("a link has no volume: its surface is a point, a line or nothing; export a solid")
    return kept


def _bodies(piece: Piece) -> Iterator[Any]:
    """Yield the connected surfaces of a piece as trimesh meshes.

    Solids that the file keeps apart stay apart, though they touch; only what is open is joined where vertices meet.
    """
    import trimesh
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    faces, count = piece.faces, len(piece.vertices)
    start, end = faces.ravel(), np.roll(faces, -1, axis=1).ravel()
    graph = coo_matrix((np.ones(len(start), dtype=np.int8), (start, end)), shape=(count, count))
    _, group = connected_components(graph, directed=False)
    rest: list[NDArray[np.int64]] = []
    order = np.argsort(group[faces[:, 0]], kind="stable")
    for own in np.split(faces[order], np.flatnonzero(np.diff(group[faces[order, 0]])) + 1):
        body = trimesh.Trimesh(piece.vertices, own, process=False)
        body.remove_unreferenced_vertices()
        body.merge_vertices(merge_tex=True, merge_norm=True)
        body.update_faces(body.nondegenerate_faces(height=1e-9))
        if len(body.faces) and body.is_watertight:
            if float(body.extents.max()) > TINY:
                yield body
        else:
            rest.append(own)
    if not rest:
        return
    mesh = trimesh.Trimesh(piece.vertices, np.concatenate(rest), process=True, validate=True)
    mesh.merge_vertices(merge_tex=True, merge_norm=True)
    mesh.update_faces(mesh.nondegenerate_faces(height=1e-9))
    if len(mesh.faces) == 0:
        return
    for body in mesh.split(only_watertight=False, repair=False):
        if body.extents is not None and float(body.extents.max()) > TINY:
            yield body


def _shapes(body: Any, colour: Colour, notes: list[str]) -> list[Shape]:
    """Return the convex shapes of one connected surface."""
    thin = _flattened(body.vertices)
    if thin is not None:
        return [hull_shape(thin, colour)]
    hull = body.convex_hull
    sheet = not body.is_watertight and float(hull.area) > OPEN * float(body.area)
    if not sheet and dent(body) <= max(DENT, DENT_SHARE * float(hull.extents.max())):
        return [hull_shape(body.vertices, colour)]
    solid = _thickened(body) if sheet else _repaired(body)
    if sheet:
        notes.append(f"an open surface of {len(body.faces)} triangles is made {1000 * SHEET:.0f} mm thick")
    return [hull_shape(part, colour) for part in _decomposed(solid)]


def dent(body: Any) -> float:
    """Return how far the surface of a mesh lies inside its convex hull at most: 0 for what is convex. Metres."""
    hull = body.convex_hull
    points = np.concatenate([body.vertices, body.triangles_center])
    normals, planes = np.unique(np.round(hull.face_normals, 6), axis=0, return_index=True)
    offsets = np.einsum("ij,ij->i", normals, hull.triangles[planes][:, 0])
    deepest = 0.0
    for start in range(0, len(points), 4096):
        depth = (offsets - points[start : start + 4096] @ normals.T).min(axis=1)
        deepest = max(deepest, float(depth.max()))
    return deepest


def hull_shape(points: Array, colour: Colour) -> Shape:
    """Return the convex hull of points (n, 3) as a box where it is one, else as a mesh of at most 60 corners."""
    import trimesh

    hull = trimesh.convex.convex_hull(np.asarray(points, dtype=float))
    low, high = hull.bounds
    if hull.volume >= BOX * float(np.prod(high - low)):
        return Box(size=_three(high - low), pose=Pose(position=_three((low + high) / 2)), colour=colour)
    if len(hull.vertices) == 8:
        T_local, edges = trimesh.bounds.oriented_bounds(hull)
        if hull.volume >= BOX * float(np.prod(edges)):
            T = inverse(np.asarray(T_local, dtype=float))
            pose = Pose.from_matrix(T)
            return Box(size=_three(edges), pose=pose, colour=colour)
    ball = _ball(hull)
    if ball is not None:
        return Sphere(radius=ball[1], pose=Pose(position=_three(ball[0])), colour=colour)
    if len(hull.vertices) > MOST_CORNERS:
        hull = trimesh.convex.convex_hull(_supporting(hull.vertices))
    return ConvexMesh(
        vertices=tuple(_three(vertex) for vertex in hull.vertices),
        faces=tuple((int(a), int(b), int(c)) for a, b, c in hull.faces),
        colour=colour,
    )


def _ball(hull: Any) -> tuple[Array, float] | None:
    """Return centre (3,) and radius of a hull that is as good as a sphere, None for any other."""
    if len(hull.vertices) < ROUND_CORNERS:
        return None
    low, high = np.asarray(hull.bounds, dtype=float)
    middle = (low + high) / 2
    away = np.linalg.norm(np.asarray(hull.vertices) - middle, axis=1)
    radius = float(away.max())
    # A disc's corners are as far from its middle as a ball's, but it is not as full.
    full = float(hull.volume) > ROUND**3 * 0.95 * 4 / 3 * np.pi * radius**3
    return (middle, radius) if full and float(away.min()) > ROUND * radius else None


def _supporting(vertices: Array) -> Array:
    """Return the vertices that are farthest in directions spread evenly over the sphere, as many as are allowed."""
    index = np.arange(_DIRECTIONS) + 0.5
    polar, turn = np.arccos(1 - 2 * index / _DIRECTIONS), np.pi * (1 + 5**0.5) * index
    directions = np.stack([np.sin(polar) * np.cos(turn), np.sin(polar) * np.sin(turn), np.cos(polar)], axis=1)
    directions = np.concatenate([np.eye(3), -np.eye(3), directions])
    best = np.argmax(vertices @ directions.T, axis=0)
    first = list(dict.fromkeys(int(vertex) for vertex in best[:6]))
    rest = [vertex for vertex in dict.fromkeys(int(vertex) for vertex in best[6:]) if vertex not in first]
    step = max(1, -(-len(rest) // (MOST_CORNERS - len(first))))
    return vertices[[*first, *rest[::step]]]


def _flattened(vertices: Array) -> Array | None:
    """Return a sheet's corners on both of its sides where the vertices (n, 3) lie in a plane, else None."""
    middle = vertices.mean(axis=0)
    _, _, axes = np.linalg.svd(vertices - middle, full_matrices=False)
    local = (vertices - middle) @ axes.T
    thickness = float(np.ptp(local[:, 2]))
    if thickness > SHEET / 4:
        return None
    if float(np.ptp(local[:, 1])) < SHEET / 4:
        return np.concatenate([vertices + step for step in SHEET / 2 * np.concatenate([np.eye(3), -np.eye(3)])])
    return np.concatenate([vertices + axes[2] * SHEET / 2, vertices - axes[2] * SHEET / 2])


def _thickened(body: Any) -> Any:
    """Return an open surface as a closed one, given a thickness on its inner side."""
    import trimesh

    inner = body.vertices - body.vertex_normals * SHEET
    count, faces = len(body.vertices), body.faces
    edges = body.edges_sorted
    _, index, counts = np.unique(edges, axis=0, return_index=True, return_counts=True)
    rim = body.edges[index[counts == 1]]
    a, b = rim[:, 0], rim[:, 1]
    sides = np.concatenate([np.stack([b, a, a + count], axis=1), np.stack([b, a + count, b + count], axis=1)])
    closed = np.concatenate([faces, faces[:, ::-1] + count, sides])
    return trimesh.Trimesh(np.concatenate([body.vertices, inner]), closed, process=False)


def _repaired(body: Any) -> Any:
    """Return a surface closed and turned outwards as far as that can be done."""
    import trimesh

    mesh = body.copy()
    if not mesh.is_watertight:
        trimesh.repair.fill_holes(mesh)
    trimesh.repair.fix_normals(mesh)
    return mesh if mesh.is_volume else _as_manifold(mesh)


def _as_manifold(mesh: Any) -> Any:
    """Return the mesh as manifold3d makes it whole: edges that nearly meet are joined; as it was where that fails."""
    import trimesh

    try:
        import manifold3d
    except ImportError as error:
        raise MissingExtraError("manifold3d", "repairing a mesh that is not watertight") from error
    raw = manifold3d.Mesh(
        vert_properties=np.asarray(mesh.vertices, dtype=np.float32), tri_verts=np.asarray(mesh.faces, dtype=np.uint32)
    )
    raw.merge()
    whole = manifold3d.Manifold(raw)
    if whole.status() != manifold3d.Error.NoError or whole.is_empty():
        return mesh  # coacd's own remeshing takes what is left
    made = whole.to_mesh()
    return trimesh.Trimesh(np.asarray(made.vert_properties)[:, :3], np.asarray(made.tri_verts), process=True)


def _decomposed(mesh: Any) -> list[Array]:
    """Return the corners of each convex part of a mesh (coacd, Wei et al., SIGGRAPH 2022)."""
    try:
        import coacd
    except ImportError as error:
        raise MissingExtraError("coacd", "a shape that is not convex") from error
    if len(mesh.faces) > MOST_FACES:
        try:
            mesh = mesh.simplify_quadric_decimation(face_count=MOST_FACES)
        except ImportError as error:
            raise MissingExtraError("fast-simplification", f"a mesh of {len(mesh.faces)} triangles") from error
    coacd.set_log_level("error")
    parts = coacd.run_coacd(
        coacd.Mesh(np.asarray(mesh.vertices), np.asarray(mesh.faces)),
        threshold=0.05,
        max_convex_hull=32,
        preprocess_mode="auto",
        resolution=1000,
        mcts_iterations=80,
        mcts_nodes=15,
        seed=0,
    )
    return [np.asarray(vertices) for vertices, _ in parts if _flattened(np.asarray(vertices)) is None]


def _without_inner(solids: list[Solid]) -> list[Solid]:
    """Leave out shapes that lie wholly inside another: they are neither seen nor touched."""
    from envs.assets.geometry import extreme_points

    order = sorted(range(len(solids)), key=lambda k: -_extent(solids[k].shape))
    kept: list[int] = []
    for k in order:
        corners = extreme_points(solids[k].shape)
        if not any(inside(solids[other].shape, corners, 1e-5).all() for other in kept):
            kept.append(k)
    return [solids[k] for k in sorted(kept)]


def _extent(shape: Shape) -> float:
    from envs.assets.geometry import extreme_points

    return float(np.linalg.norm(np.ptp(extreme_points(shape), axis=0)))


def centre_of(shape: Shape) -> Array:
    """Return the middle (3,) of a shape's corners, which lies inside it."""
    from envs.assets.mechanics import of_shape

    return of_shape(shape, 1.0).centre


def _three(values: Array) -> tuple[float, float, float]:
    x, y, z = (float(value) for value in values)
    return x, y, z
