from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from envs.demos.episode import Episode
from envs.demos.keypoints import KEYPOINT_NAMES
from envs.demos.layout import Layout
from envs.pose import Pose
from envs.task.goals import Not
from envs.task.predicates import Lifted
from envs.task.spec import ObjectSpec, Region, SceneSpec, TaskSpec
from envs.task.stages import Pick, Stage


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "lerobot: loads an export in the real lerobot package, where one is installed")


def make_spec(name: str, seed: int, objects: tuple[str, ...]) -> TaskSpec:
    region = Region(name="table_front", x=(0.3, 0.5), y=(-0.2, 0.2))
    scene = tuple(ObjectSpec(name=o, asset="block/0", region=region, yaw=(0.0, 0.0), pose=Pose()) for o in objects)
    return TaskSpec(
        name=name,
        instruction=f"Lift the {objects[0]} of {name}.",
        paraphrases=(f"Raise the {objects[0]}.",),
        seed=seed,
        scene=SceneSpec(objects=scene),
        goal=Not(goal=Lifted(object=objects[0], height=0.1)),
        stages=(Stage(name="lift it", actions=(Pick(object=objects[0]),)),),
    )


def random_episode(
    seed: int = 0,
    *,
    steps: int = 12,
    task: str = "lift",
    objects: tuple[tuple[str, tuple[str, ...]], ...] = (("block", ()),),
    cameras: tuple[str, ...] = (),
) -> Episode:
    """Make an episode of random numbers: no simulator ran it, but it has all the parts of one."""
    rng = np.random.default_rng(seed)
    layout = Layout(objects)
    return Episode(
        program_name=task,
        program_source=f"def build(task, rng):\n    pass  # {task}\n",
        program_hash="0" * 64,
        spec=make_spec(task, seed, tuple(name for name, _ in objects)),
        engine="sapien",
        layout=layout,
        states=rng.normal(size=(steps + 1, layout.state_size)),
        actions=rng.normal(size=(steps, 8)).astype(np.float32),
        success=np.arange(steps) >= steps - 2,
        stages=tuple("reach" if k < steps // 2 else f"lift of {task}" for k in range(steps)),
        keypoints=rng.normal(size=(steps, len(KEYPOINT_NAMES))).astype(np.float32),
        versions={"simwright": "0.1.0"},
        images={name: frames(rng, steps) for name in cameras},
    )


@pytest.fixture
def make_episode() -> Callable[..., Episode]:
    return random_episode


def frames(rng: np.random.Generator, steps: int) -> np.ndarray:
    """Smooth gradients whose brightness says which frame they are, so that compression keeps them apart."""
    ramp = np.linspace(0, 60, 64, dtype=np.float32)
    base = ramp[:, None, None] + ramp[None, :, None] + rng.uniform(0, 20, size=(1, 1, 3))
    return np.stack([np.clip(base + 120 * k / steps, 0, 255).astype(np.uint8) for k in range(steps)])
