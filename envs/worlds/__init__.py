"""Physics engines behind one protocol; an engine is imported only when a world in it is made."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from envs.assets.model import AssetModel
from envs.errors import UnknownNameError
from envs.task.spec import SceneSpec
from envs.worlds.world import World

WORLDS: dict[str, str] = {"sapien": "envs.worlds.sapien_world:SapienWorld"}


def make_world(engine: str, scene: SceneSpec, assets: Mapping[str, AssetModel]) -> World:
    """Build a scene in an engine by name; raises UnknownNameError."""
    if engine not in WORLDS:
        raise UnknownNameError("engine", engine, WORLDS)
    module, name = WORLDS[engine].split(":")
    return getattr(import_module(module), name)(scene, assets)
