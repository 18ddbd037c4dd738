"""Physics engines behind one protocol; an engine is imported only when a world in it is made."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec

from envs.assets.model import AssetModel
from envs.errors import EnvsError, UnknownNameError
from envs.task.spec import SceneSpec
from envs.worlds.physics import Physics
from envs.worlds.world import DEFAULT_PHYSICS, World

WORLDS: dict[str, str] = {
    "sapien": "envs.worlds.sapien_world:SapienWorld",
    "pybullet": "envs.worlds.bullet_world:BulletWorld",
}
DEFAULT_WORLD = "sapien"
"""In which tasks are tried, verified and recorded where nobody asks for another."""


class WorldMissingError(EnvsError):
    """A known engine whose package is not installed."""


def require_world(engine: str) -> None:
    """Raise UnknownNameError for an engine that is not known, WorldMissingError where its package is not installed.

    An engine is named after its package.
    """
    if engine not in WORLDS:
        raise UnknownNameError("world", engine, WORLDS)
    if find_spec(engine) is None:
        raise WorldMissingError(
            f"the world {engine!r} needs the package {engine}, which is not installed; install it: pip install {engine}"
        )


def make_world(
    engine: str, scene: SceneSpec, assets: Mapping[str, AssetModel], physics: Physics = DEFAULT_PHYSICS
) -> World:
    """Build a scene in an engine by name; raises UnknownNameError or WorldMissingError."""
    require_world(engine)
    module, name = WORLDS[engine].split(":")
    return getattr(import_module(module), name)(
        scene, {id: physics.weighed(asset) for id, asset in assets.items()}, physics
    )
