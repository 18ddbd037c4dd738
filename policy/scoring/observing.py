"""What the environment shows, by the names of a dataset, and whether a scene shows what a policy was trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from numpy.typing import NDArray

from envs.demos.formats.lerobot.features import ENVIRONMENT, KEYPOINTS, STATE
from envs.demos.keypoints import KEYPOINT_NAMES
from envs.demos.layout import AGENT_NAMES, Layout
from envs.task.spec import TaskSpec
from policy.errors import ObservationError

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog

ENVIRONMENT_KEYS = {STATE: "agent_pos", ENVIRONMENT: "environment_state", KEYPOINTS: "keypoints"}
UNNAMED = "slot_"
"""Begins the name of a number that means different things in different episodes of one dataset."""


class Input(Protocol):
    """A vector that a policy sees: `policy.config.InputFeature`."""

    @property
    def name(self) -> str:
        """The feature's name in a dataset."""
        ...

    @property
    def size(self) -> int:
        """How many numbers it has."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """A name for each number, or none."""
        ...


def observed(observation: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """Return an observation of the environment with its vectors by their dataset names."""
    return {name: observation[key] for name, key in ENVIRONMENT_KEYS.items() if key in observation}


def environment_names(spec: TaskSpec, catalog: Catalog) -> tuple[str, ...]:
    """Return the names of the numbers of a scene's environment state."""
    objects = ((item.name, catalog.get(item.asset).joints) for item in spec.scene.objects)
    return Layout(tuple((name, tuple(joint.name for joint in joints)) for name, joints in objects)).environment_names


def require_fit(inputs: Sequence[Input], spec: TaskSpec, scene: Sequence[str]) -> None:
    """Raise ObservationError where a policy sees what a task does not show, or shows with another meaning.

    `scene` are the names of the environment state's numbers. The policy's may have more, for padding, and no name for
    a number that meant different things in its own data.
    """
    shown: dict[str, Sequence[str]] = {STATE: AGENT_NAMES, KEYPOINTS: KEYPOINT_NAMES, ENVIRONMENT: scene}
    for item in inputs:
        what = f"the policy was trained on {item.name!r} ({item.size} numbers)"
        remedy = "play the tasks that it was trained on, or train on observations that every task has"
        if item.name not in shown:
            raise ObservationError(
                f"{what}, which task {spec.name!r} does not show; it shows {', '.join(shown)}: {remedy}"
            )
        names = shown[item.name]
        if len(names) > item.size or (item.name != ENVIRONMENT and len(names) != item.size):
            raise ObservationError(f"{what}; that of task {spec.name!r} has {len(names)} (seed {spec.seed}): {remedy}")
        for trained, now in zip(item.names, names, strict=False):
            if trained != now and not trained.startswith(UNNAMED):
                raise ObservationError(
                    f"{what}, one of which was {trained!r} and is {now!r} in task {spec.name!r} "
                    f"(seed {spec.seed}): {remedy}"
                )
