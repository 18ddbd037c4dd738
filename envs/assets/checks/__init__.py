"""Checks that an asset is sound: mechanics, names, places, joints that move freely, room for a gripper, engines.

`check` needs no engine and takes milliseconds; `check_in_engines` loads the asset in SAPIEN and in PyBullet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from envs.assets.checks.body import mechanics, names, size
from envs.assets.checks.finding import TOUCH, Finding
from envs.assets.checks.gripping import grasps, gripper_room
from envs.assets.checks.meaning import meaning
from envs.assets.checks.places import handles, keypoints, surfaces, volumes
from envs.assets.checks.sweeps import joints
from envs.assets.model import AssetModel

CHECKS: dict[str, Callable[[AssetModel], Iterator[str]]] = {
    "mechanics": mechanics,
    "bounds": size,
    "names": names,
    "keypoints": keypoints,
    "handles": handles,
    "surfaces": surfaces,
    "volumes": volumes,
    "joints": joints,
    "grasps": grasps,
    "gripper room": gripper_room,
}
"""Every check of geometry, by name; `meaning` and those of the engines come on top."""

__all__ = ["CHECKS", "TOUCH", "Finding", "check", "check_in_engines"]


def check(asset: AssetModel, *, noun: str | None = None) -> tuple[Finding, ...]:
    """Return what is wrong with an asset as it is written; `noun` is what its category is called, if it has one."""
    found = [Finding(name, text) for name, find in CHECKS.items() for text in find(asset)]
    return (*found, *(Finding("meaning", text) for text in meaning(asset, noun)))


def check_in_engines(asset: AssetModel) -> tuple[Finding, ...]:
    """Return what is wrong with an asset once SAPIEN and PyBullet have it, standing still in SAPIEN included."""
    from envs.assets.checks.engines import ENGINE_CHECKS

    return tuple(Finding(name, text) for name, find in ENGINE_CHECKS.items() for text in find(asset))
