"""What stands in the picture of a keypoint problem: obstacles, objects, what is held, what has been moved."""

from __future__ import annotations

from collections.abc import Mapping

from agents.report.still import Standing, solid
from envs.assets.catalog import Catalog
from envs.assets.model import AssetModel, Colour
from kpam.files.build import Built
from kpam.files.document import Body
from kpam.files.setting import matrix, obstacle
from kpam.motion.obstacle import Obstacle
from kpam.transforms import Array

OBSTACLE: Colour = (0.62, 0.60, 0.66)
OBJECT: Colour = (0.33, 0.58, 0.60)
IN_HAND: Colour = (0.80, 0.66, 0.38)


def asset_named(catalog: Catalog, name: str) -> AssetModel:
    """Return an asset by its name, the first of its category where no number is said; raises EnvsError."""
    return catalog.get(name if "/" in name else f"{name}/0")


def joints_of(asset: AssetModel, opened: float) -> Mapping[str, float]:
    """Return the joint values, radians or metres, of an asset whose joints are open by a share."""
    return {joint.name: joint.value_at(opened) for joint in asset.joints}


def standing(built: Built, T_base_hand: Array, T_base_object: Array | None) -> list[Standing]:
    """Return what stands around when the hand, and the object that moves if there is one, are at poses (4, 4)."""
    document, cast = built.document, built.cast
    around = [obstacle(name, shape) for name, shape in document.obstacles.items()]
    found = [solid(around, OBSTACLE)] if around else []
    moves = None if document.moves is None else document.moves.object
    for name, body in document.objects.items():
        moved = name == moves and T_base_object is not None
        pose = T_base_object if moved and T_base_object is not None else matrix(body.pose)
        found += _body(name, body, pose, IN_HAND if name == moves else OBJECT, len(found))
    if document.held is not None:
        pose = T_base_hand @ cast.T_hand_held
        found += _body(document.held.name, document.held.body, pose, IN_HAND, len(found))
    return found


def _body(name: str, body: Body, pose: Array, colour: Colour, number: int) -> list[Standing]:
    """Return a body at a pose: its asset, and the shapes that the document gives it."""
    found: list[Standing] = []
    if body.asset is not None:
        asset = asset_named(Catalog(), body.asset)
        found.append(Standing(asset, pose, joints_of(asset, body.opened)))
    own = [obstacle(name, shape) for shape in body.shapes]
    placed = [Obstacle(name, shape.kind, shape.params, pose @ shape.T_base) for shape in own]
    return [*found, solid(placed, colour, number + 1)] if placed else found
