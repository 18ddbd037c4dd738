"""What every simulator offers: the `World` protocol."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Protocol

from envs.assets.model import AssetModel
from envs.task.spec import SceneSpec
from envs.worlds.physics import Physics
from envs.worlds.state import Contact, WorldState
from kpam.transforms import Array

PHYSICS_HZ = 240
CONTROL_HZ = 20
SUBSTEPS = PHYSICS_HZ // CONTROL_HZ
DEFAULT_PHYSICS = Physics()


class World(Protocol):
    """One scene in one engine: built, stepped, looked at, restored.

    The robot's base is the origin and faces +x, z is up, the ground at z = 0 is the table's top. Gravity is off on
    the robot's links. Drives are position drives on the arm's seven joints and both fingers. A joint with a coupling is
    where its leader takes it, one with a spring goes back to its lower limit; a restored state continues with both.

    A robot without fingers takes nine targets too, and has the last two in its state in their places. What a suction
    cup takes hold of, and how, says `envs.worlds.suction`. The points of a tie stay together; the two bodies turn about
    them as far as they would without reaching into one another.
    """

    engine: ClassVar[str]

    def __init__(self, scene: SceneSpec, assets: Mapping[str, AssetModel], physics: Physics = DEFAULT_PHYSICS) -> None:
        """Build the scene at the poses and joint values it holds; `assets` maps asset ids to models."""
        ...

    def set_targets(self, targets: Array) -> None:
        """Set the drive targets (9,): seven joint angles in radians, two finger positions in metres."""
        ...

    def step(self, substeps: int = 1) -> None:
        """Advance by whole physics steps of 1 / PHYSICS_HZ seconds."""
        ...

    def state(self, *, contacts: bool = True) -> WorldState:
        """Return a snapshot; it holds copies, not views."""
        ...

    def contacts(self) -> tuple[Contact, ...]:
        """Return the pairs of links in contact after the last step with the force between them in newtons."""
        ...

    def restore(self, state: WorldState) -> None:
        """Set the state, as in a scene built anew, so that two restores of one state continue bit for bit."""
        ...

    def close(self) -> None:
        """Free the engine's memory; a second call does nothing."""
        ...
