"""From a thing at rest to an asset: shapes, masses, joints, and the places where a robot acts on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.spatial import ConvexHull, QhullError

from envs.assets.builder import ROOT, AssetBuilder
from envs.assets.checks.finding import TOUCH
from envs.assets.checks.sweeps import deepest
from envs.assets.contact import Solid as Collider
from envs.assets.contact import inside
from envs.assets.geometry import bounds, extreme_points
from envs.assets.gripper_room import grasp_frame, open_gripper
from envs.assets.importers.convex import Solid, convex_solids
from envs.assets.importers.grips import grips
from envs.assets.importers.handles import Handle, handles
from envs.assets.importers.hollows import Hollow, flat_top, hollows
from envs.assets.importers.knowledge import known
from envs.assets.importers.naming import PRESSED, TURNED, colour_word, named_noun, part_noun, slug, telling_apart
from envs.assets.importers.posing import Resting, RestingJoint
from envs.assets.importers.source import posed
from envs.assets.mechanics import of_shapes, volume
from envs.assets.model import AssetModel, Box, Coupling, Cylinder, Shape, Sphere
from kpam.transforms import Array, about_axis, apply, from_rotation

DENSITY = 600.0
"""kg / m^3 of things that the catalog does not know."""
HOLDS = 1.3
"""Friction of a joint that carries weight, relative to that weight: what is opened stays where it is left."""
PULL = 8.0
"""Newtons at the handle that must be enough to move a part."""
GRAVITY = 9.81
TIPPED = float(np.radians(50.0))
"""Radians by which a thing is turned at most to stand; what would tip further is left as it is drawn."""
SOLE = 3e-4
"""Metres above its lowest point at which a corner still belongs to what a thing stands on."""
ROLLS = 2.0
"""1 / s at which the spin of something round dies away."""
COVERED = 0.5
"""The share of a hollow's mouth that a part is in front of when it closes the hollow."""
FILLED = 0.1
"""The share of a hollow that parts may take up before it holds nothing else."""


@dataclass
class _Moving:
    joint: RestingJoint
    solids: list[Solid]
    noun: str
    operated: bool
    which: str | None = None
    link: str = ""
    interior: str | None = None
    handle: Handle | None = None

    @property
    def shapes(self) -> list[Shape]:
        return [solid.shape for solid in self.solids]


@dataclass
class _Draft:
    builder: AssetBuilder
    root: list[Shape]
    moving: list[_Moving]
    can: dict[str, None] = field(default_factory=dict[str, None])

    @property
    def everything(self) -> list[Shape]:
        return [*self.root, *[shape for part in self.moving for shape in part.shapes]]


def propose(resting: Resting, *, category: str, instance: int, noun: str) -> tuple[AssetModel, tuple[str, ...]]:
    """Return a thing as an asset, and notes of what was decided on the way.

    Keypoints come from names where there are any and from geometry else; `envs.assets.checks` says whether they are
    sound. Raises ImportRefusedError where a link has no volume, MissingExtraError where a package is missing.
    """
    notes = list(resting.notes)
    solids = {link.name: convex_solids(link.pieces, notes) for link in resting.links}
    if not resting.joints:
        solids = {name: _at_ease(group, notes) for name, group in solids.items()}
    resting, solids = _grounded(resting, solids)
    words = {link.name: link.words for link in resting.links}
    moving = [
        _Moving(
            joint,
            solids[joint.child],
            part_noun(words[joint.child], joint),
            operated=joint.follows is None or named_noun(words[joint.child]) is not None,
        )
        for joint in _ordered(resting)
    ]
    _name(moving)
    root = solids[resting.links[0].name]
    shapes = [solid.shape for solid in root]
    like = known(noun)
    density = like.density if like is not None else DENSITY
    stands_fast = like is not None and like.fixed_base and like.articulated == bool(moving)
    everything = [*shapes, *[shape for part in moving for shape in part.shapes]]
    held = [] if moving and (like is None or stands_fast) else grips(shapes, everything[len(shapes) :])
    fixed = not held or stands_fast
    if not moving and not held:
        notes.append("nothing on it is 3 to 75 mm wide with room for fingers, so it stands fast on the table")
    builder = AssetBuilder(category, instance, fixed_base=fixed, density=density)
    draft = _Draft(builder, shapes, moving)
    builder.root()
    for solid in root:
        _add(builder, ROOT, solid.shape)
    _joints(draft, resting.scale == 1.0, density, notes)
    _places(draft, can_pour=like is not None and "pour" in like.affordances, fixed=fixed)
    _parts(draft, notes)
    if not fixed:
        for number, grip in enumerate(held, start=1):
            builder.grasp(f"grasp_{number}", ROOT, grip.centre, width=grip.width, closing=grip.closing)
        draft.can["pick"] = None
    weighed = of_shapes(shapes, mass=1.0)
    builder.point("centre", ROOT, weighed.centre)
    colour = colour_word([shape.colour for shape in everything], [volume([shape]) for shape in everything])
    round_ = not moving and all(isinstance(shape, Sphere) for shape in shapes)
    if round_ and not fixed:
        draft.can["roll"] = None
    order = ("open", "turn", "press", "pick", "contain", "enclose", "fill", "pour", "support", "stack", "roll")
    affordances = tuple(name for name in order if name in draft.can)
    model = builder.build(
        _description(draft, noun, colour),
        affordances=affordances,
        colour_name=colour,
        rolling_damping=ROLLS if round_ else 0.0,
    )
    return model, tuple(notes)


def _at_ease(solids: list[Solid], notes: list[str]) -> list[Solid]:
    """Turn a loose thing onto the side that it would come to rest on, where it would tip a little as it is drawn."""
    import trimesh

    shapes = [solid.shape for solid in solids]
    if all(isinstance(shape, Sphere) for shape in shapes):
        return solids
    corners = np.concatenate([extreme_points(shape) for shape in shapes])
    centre = of_shapes(shapes, mass=1.0).centre
    if _stands(corners, centre):
        return solids
    hull = trimesh.convex.convex_hull(np.round(corners, 4))
    poses, _ = trimesh.poses.compute_stable_poses(hull, center_mass=centre, sigma=0.0, n_samples=1)
    tilts = np.array([np.arccos(np.clip(float(pose[2, 2]), -1.0, 1.0)) for pose in poses])
    if len(tilts) == 0 or not 1e-6 < tilts.min() < TIPPED:
        return solids
    down = np.asarray(poses[int(np.argmin(tilts))], dtype=float)[:3, :3].T @ np.array([0.0, 0.0, 1.0])
    axis = np.cross(down, (0.0, 0.0, 1.0))
    turn = about_axis(axis / np.linalg.norm(axis), float(tilts.min()))
    notes.append(f"it would tip by {np.degrees(tilts.min()):.0f} degrees as it is drawn; it is laid down so")
    return [replace(solid, shape=posed(solid.shape, turn)) for solid in solids]


def _stands(corners: Array, centre: Array) -> bool:
    """Return whether the centre of mass (3,) is above what the lowest corners (n, 3) enclose."""
    sole = corners[corners[:, 2] < corners[:, 2].min() + SOLE][:, :2]
    try:
        edges = ConvexHull(sole).equations
    except (QhullError, ValueError):  # a point or a line
        return False
    return bool((edges[:, :2] @ centre[:2] + edges[:, 2]).max() < -1e-3)


def _grounded(resting: Resting, solids: dict[str, list[Solid]]) -> tuple[Resting, dict[str, list[Solid]]]:
    """Put what was made on the ground: sheets that got a thickness, and remeshed parts, end elsewhere by a little."""
    low, _ = bounds(extreme_points(solid.shape) for group in solids.values() for solid in group)
    up = from_rotation(np.eye(3), (0.0, 0.0, -low[2]))
    joints = tuple(replace(joint, origin=apply(up, joint.origin)) for joint in resting.joints)
    moved = {name: [replace(solid, shape=posed(solid.shape, up)) for solid in group] for name, group in solids.items()}
    return replace(resting, joints=joints), moved


def _add(builder: AssetBuilder, link: str, shape: Shape) -> None:
    """Add a shape of the root frame to a link."""
    position, turn = shape.pose.position, shape.pose.quaternion
    if isinstance(shape, Box):
        builder.box(link, position, shape.size, shape.colour, turn)
    elif isinstance(shape, Cylinder):
        builder.cylinder(link, position, shape.radius, shape.length, shape.colour, turn)
    elif isinstance(shape, Sphere):
        builder.sphere(link, position, shape.radius, shape.colour)
    else:
        builder.mesh(link, apply(shape.pose.matrix(), shape.vertices), shape.faces, shape.colour)


def _ordered(resting: Resting) -> list[RestingJoint]:
    """Return the joints so that every parent comes before what hangs on it, and every leader before its follower."""
    done, waiting, found = {resting.links[0].name}, list(resting.joints), list[RestingJoint]()
    while waiting:
        joint = next(j for j in waiting if j.parent in done)
        waiting.remove(joint)
        done.add(joint.child)
        found.append(joint)
    return found


def _name(moving: Sequence[_Moving]) -> None:
    middles = [np.mean(bounds(extreme_points(shape) for shape in part.shapes), axis=0) for part in moving]
    taken = {ROOT}
    for part, which in zip(moving, telling_apart([part.noun for part in moving], middles), strict=True):
        part.which = which
        part.link = slug(f"{part.noun} {which or ''}")
        while part.link in taken:
            part.link += "_other"
        taken.add(part.link)


def _joints(draft: _Draft, as_given: bool, density: float, notes: list[str]) -> None:
    b = draft.builder
    links = {part.joint.child: part.link for part in draft.moving}
    leaders = {part.joint.name: part.link for part in draft.moving}
    colliders = [Collider.of(shape) for shape in draft.everything]
    for part in draft.moving:
        joint = part.joint
        part.handle = _with_room(part, colliders, notes)
        mass = density * volume(part.shapes)
        load, arm = _load(part)
        needed = PULL * arm / ((1.0 + HOLDS) * load) if load > 0.0 else mass
        if needed < mass:
            notes.append(
                f"{part.link} weighs {mass:.2f} kg by its volume; it is made {needed:.2f} kg, which {PULL:g} N lift"
            )
            mass = needed
        light = 1.5 if joint.kind == "prismatic" else min(0.15, 1.5 * arm)
        given = as_given and bool(joint.friction)
        b.moving(
            part.link,
            kind=joint.kind,
            origin=joint.origin,
            axis=joint.axis,
            upper=round(joint.upper, 6),
            damping=joint.damping
            if as_given and joint.damping
            else 10.0
            if joint.kind == "prismatic"
            else min(0.3, 3 * arm),
            friction=float(joint.friction or 0.0) if given else max(light, HOLDS * mass * load),
            mass=mass,
            parent=links.get(joint.parent, ROOT),
            coupling=None
            if joint.follows is None
            else Coupling(
                joint=f"{leaders[joint.follows.leader]}_joint",
                ratio=joint.follows.ratio,
                offset=joint.follows.offset,
            ),
        )
        for shape in part.shapes:
            _add(b, part.link, shape)


def _load(part: _Moving) -> tuple[float, float]:
    """Return the force or torque that gravity works on a joint per kg, and the lever at the handle (1 for a slide)."""
    joint = part.joint
    if joint.kind == "prismatic":
        return GRAVITY * (abs(float(joint.axis[2])) if abs(joint.axis[2]) > 0.1 else 0.0), 1.0
    arm = of_shapes(part.shapes, mass=1.0).centre - joint.origin
    arm = arm - joint.axis * float(joint.axis @ arm)
    level = float(np.hypot(joint.axis[0], joint.axis[1]))
    point = (part.handle.centre if part.handle is not None else joint.origin) - joint.origin
    lever = float(np.linalg.norm(point - joint.axis * float(joint.axis @ point)))
    return GRAVITY * level * float(np.linalg.norm(arm)) if level > 0.1 else 0.0, max(lever, 0.005)


def _with_room(part: _Moving, colliders: list[Collider], notes: list[str]) -> Handle:
    tried = list(handles(part.solids, part.joint, part.noun))
    for handle in tried:
        if handle.kind == "push" or _has_room(handle, colliders):
            if handle.kind == "push" and len(tried) > 1:
                notes.append(
                    f"fingers have no room at the handle of {part.link}, so it is pushed; a larger --size gives more"
                )
            return handle
    return tried[-1]


def _has_room(handle: Handle, colliders: list[Collider]) -> bool:
    (a, b, c), (d, e, f), (g, h, i) = (
        (float(x), float(y), float(z))
        for x, y, z in (handle.centre, handle.approach, np.cross(handle.axis, handle.approach))
    )
    T = grasp_frame((a, b, c), (d, e, f), (g, h, i))
    for _, box in open_gripper():
        if float(apply(T, extreme_points(box))[:, 2].min()) < 0.0:
            return False
        if deepest([Collider.of(box)], T, colliders, np.eye(4)) > TOUCH:
            return False
    return True


def _parts(draft: _Draft, notes: list[str]) -> None:
    for part in draft.moving:
        handle = part.handle
        if handle is None or not part.operated:  # what follows and has no name is a mechanism, not a part
            continue
        draft.builder.part(
            part.link,
            part.noun,
            centre=handle.centre,
            approach=handle.approach,
            axis=handle.axis,
            which=part.which,
            handle_kind=handle.kind,
            interior=part.interior,
        )
        draft.can["turn" if part.noun in TURNED else "press" if part.noun in PRESSED else "open"] = None


def _places(draft: _Draft, *, can_pour: bool, fixed: bool) -> None:
    """Name what holds things, and the top that carries them."""
    b = draft.builder
    for part in draft.moving:
        own = hollows(part.shapes, towards=2, most=1) if part.joint.kind == "prismatic" else []
        if own:
            part.interior = f"{part.link}.interior"
            b.volume(part.interior, part.link, own[0].low, own[0].high)
            draft.can["contain"] = None
    for towards, affordance in ((2, "contain"), (0, "enclose")):
        for hollow in hollows(draft.root, towards=towards):
            if _taken(hollow, draft.moving):
                continue
            lids = [p for p in draft.moving if p.interior is None and _closes(p, hollow, towards)]
            if lids:
                lids[0].interior = f"{lids[0].link}.interior"
                b.volume(lids[0].interior, ROOT, hollow.low, hollow.high)
            elif "contain" not in draft.can and (towards == 2 or "enclose" not in draft.can):
                b.volume("interior", ROOT, hollow.low, hollow.high)
                if towards == 2 and not draft.moving:
                    _rim(draft, hollow)
                    draft.can |= dict.fromkeys(("fill", "pour")) if can_pour and not fixed else {}
            else:
                continue
            draft.can[affordance] = None
    top = flat_top(draft.root, [shape for part in draft.moving for shape in part.shapes])
    if top is not None:
        b.surface("top", ROOT, top.centre, top.size)
        draft.can["support"] = None


def _taken(hollow: Hollow, moving: Sequence[_Moving]) -> bool:
    """Return whether moving parts fill a hollow when they are closed."""
    grid = np.stack(
        np.meshgrid(*[np.linspace(low, high, 8) for low, high in zip(hollow.low, hollow.high, strict=True)]), axis=-1
    ).reshape(-1, 3)
    filled = np.zeros(len(grid), dtype=bool)
    for part in moving:
        for shape in part.shapes:
            filled |= inside(shape, grid)
    return float(filled.mean()) > FILLED


def _closes(part: _Moving, hollow: Hollow, towards: int) -> bool:
    low, high = bounds(extreme_points(shape) for shape in part.shapes)
    across = [axis for axis in range(3) if axis != towards]
    shared = np.minimum(high, hollow.high)[across] - np.maximum(low, hollow.low)[across]
    mouth = (hollow.high - hollow.low)[across]
    return bool(np.prod(np.maximum(shared, 0.0)) >= COVERED * np.prod(mouth)) and high[towards] > hollow.high[towards]


def _rim(draft: _Draft, hollow: Hollow) -> None:
    """Name the middle of the wall behind a hollow, just under its upper end."""
    middle = (hollow.low + hollow.high) / 2
    start = np.array([hollow.low[0], middle[1], hollow.high[2] - 0.002])
    steps = start - np.arange(0.0, 0.06, 5e-4)[:, None] * np.array([1.0, 0.0, 0.0])
    filled = np.flatnonzero(np.any([inside(shape, steps) for shape in draft.root], axis=0))
    if len(filled):
        gaps = np.flatnonzero(np.diff(filled) > 1)
        end = filled[gaps[0]] if len(gaps) else filled[-1]
        draft.builder.point("rim", ROOT, (steps[filled[0]] + steps[end]) / 2)


def _description(draft: _Draft, noun: str, colour: str) -> str:
    low, high = bounds(extreme_points(shape) for shape in draft.everything)
    size = high - low
    counts: dict[str, int] = {}
    for part in [part for part in draft.moving if part.operated]:
        counts[part.noun] = counts.get(part.noun, 0) + 1
    said = [f"a {name}" if count == 1 else f"{count} {name}s" for name, count in counts.items()]
    having = f" with {' and '.join(said)}" if said else ""
    return f"a {colour} {noun}{having}, {100 * size[1]:.0f} cm wide and {100 * size[2]:.0f} cm high"
