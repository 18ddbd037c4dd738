"""Physics engines behind one protocol; an engine is imported only when a world in it is made."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from envs.assets.model import AssetModel
from envs.errors import UnknownNameError
from envs.task.spec import SceneSpec
from envs.worlds.physics import Physics
from envs.worlds.world import DEFAULT_PHYSICS, World

WORLDS: dict[str, str] = {"sapien": "envs.worlds.sapien_world:SapienWorld"}


def make_world(
    engine: str, scene: SceneSpec, assets: Mapping[str, AssetModel], physics: Physics = DEFAULT_PHYSICS
) -> World:
    """Build a scene in an engine by name; raises UnknownNameError."""
    if engine not in WORLDS:
        raise UnknownNameError("engine", engine, WORLDS)
    module, name = WORLDS[engine].split(":")
    return getattr(import_module(module), name)(
        scene, {id: physics.weighed(asset) for id, asset in assets.items()}, physics
    )
