"""The built-in tasks: each is solved from a seed, differs from seed to seed, and says what its goal asks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from envs import builtin as package
from envs.assets.catalog import Catalog
from envs.builtin import BUILTIN, builtin
from envs.errors import UnknownNameError
from envs.execution.executor import execute
from envs.execution.session import Session
from envs.pose import Pose
from envs.task.monitor import evaluate
from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification.agreement import disagreements

CHEAP = {"assembling-kits": 5, "towers-of-hanoi": 0, "packing-boxes": 1}
"""Seeds whose scenes have few objects, where that matters."""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


def test_every_program_has_a_name_and_every_name_a_program() -> None:
    files = Path(package.__file__).parent.joinpath("programs").glob("*.py")
    assert sorted(path.stem.replace("_", "-") for path in files) == sorted(BUILTIN)
    assert len(BUILTIN) == 14


def test_a_name_may_be_written_with_either_dash() -> None:
    assert builtin("towers-of-hanoi") == builtin("towers_of_hanoi")
    assert builtin("towers-of-hanoi").name == "towers_of_hanoi"


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean 'towers-of-hanoi'"):
        builtin("tower-of-hanoi")


@pytest.mark.parametrize("name", BUILTIN)
def test_every_task_is_solved(name: str, catalog: Catalog) -> None:
    rollout = execute(builtin(name).instantiate(CHEAP.get(name, 0), catalog), catalog)
    assert rollout.failure is None


@pytest.mark.parametrize("name", BUILTIN)
def test_seeds_differ_and_goal_and_sentence_agree(name: str, catalog: Catalog) -> None:
    program = builtin(name)
    specs = [program.instantiate(seed, catalog) for seed in range(3)]
    assert len({spec.hash() for spec in specs}) == len(specs)
    assert program.instantiate(1, catalog) == specs[1]
    for spec in specs:
        assert spec.stages[-1].effect is not None
        found = disagreements(spec, SceneModel.of(spec.scene, catalog))
        assert {item.kind for item in found} <= {"unread_word"}, found


@pytest.mark.parametrize("name", BUILTIN)
def test_the_goal_is_false_before_anything_is_done(name: str, catalog: Catalog) -> None:
    with Session(builtin(name).instantiate(7, catalog), catalog) as session:
        session.reset()
        assert session.unstable is None
        assert not session.measurement.holds


def test_a_pyramid_whose_top_toppled_is_no_success(catalog: Catalog) -> None:
    spec = builtin("stack-block-pyramid").instantiate(0, catalog)
    base, cubes = spec.object("base").pose, [item.name for item in spec.scene.objects if item.name != "base"]
    edge = catalog.get(spec.object(cubes[0]).asset).size[2]
    x, y = np.array(base.matrix())[:2, 0], np.array(base.matrix())[:2, 1]
    spots = [(1, 0), (0, 0), (-1, 0), (0.5, 1), (-0.5, 1), (0, 2)]

    def standing(places: list[tuple[float, float]]) -> TaskSpec:
        objects = {item.name: item for item in spec.scene.objects}
        for name, (side, layer) in zip(cubes, places, strict=True):
            across = np.array(base.position[:2]) + side * (edge + 0.006) * y + 0.0 * x
            pose = Pose(
                position=(float(across[0]), float(across[1]), 0.0012 + layer * (edge + 0.0003)),
                quaternion=base.quaternion,
            )
            objects[name] = objects[name].model_copy(update={"pose": pose})
        return spec.model_copy(update={"scene": spec.scene.model_copy(update={"objects": tuple(objects.values())})})

    assert _holds_at_rest(standing(spots), catalog)
    assert not _holds_at_rest(standing([*spots[:5], (1.4, 2)]), catalog)


def _holds_at_rest(spec: TaskSpec, catalog: Catalog) -> bool:
    """Whether the goal holds once the scene has been left alone for two seconds."""
    with Session(spec, catalog) as session:
        states = [session.reset()]
        action = np.append(session.robot.home[:7], session.robot.home[7:].sum())
        states += [session.step(action) for _ in range(40)]
        return evaluate(spec.goal, states, session.scene_model).holds
