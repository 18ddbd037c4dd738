"""The observation that means the same in every task."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.demos.keypoints import KEYPOINT_NAMES, MENTIONS, Keypoints, mentions_in_order
from envs.execution.session import Session
from envs.task.program import TaskProgram
from envs.task.refs import PointRef

SOURCE = """
def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    block = task.add("block", region="table_left")
    other = task.add("mug", region="table_right")
    drawer = cabinet.part("drawer", which="top")
    task.say("Put the {block} into the {upper drawer}.", block, drawer)
    task.goal(drawer.at_least(0.3), block.inside(drawer))
    task.stage("open it", actuate(grip(drawer), then=follow(drawer, to=0.6)))
    task.stage("put it in", pick(block), place(block, drawer.interior))
"""


@pytest.fixture(scope="module")
def session():
    spec = TaskProgram(name="fill", source=SOURCE).instantiate(1, Catalog())
    with Session(spec, Catalog()) as session:
        session.reset()
        yield session


def named(session) -> dict[str, float]:
    values = Keypoints(session.spec, session.scene_model).observe(session.state)
    return dict(zip(KEYPOINT_NAMES, values.tolist(), strict=True))


def vector(values: dict[str, float], name: str) -> np.ndarray:
    return np.array([values[f"{name}.{axis}"] for axis in "xyz"])


def test_mentions_follow_the_sentence(session) -> None:
    (block, drawer) = mentions_in_order(session.spec, session.scene_model)
    assert block == ("block", None)
    assert drawer[0] == "drawer_cabinet"
    assert drawer[1] == "drawer_top"


def test_a_part_is_seen_by_its_handle_and_an_object_by_its_centre(session) -> None:
    values, model = named(session), session.scene_model
    part = model.asset("drawer_cabinet").part("drawer_top")
    handle = model.point(session.state, PointRef(object="drawer_cabinet", point=f"{part.handle}.centre"))
    np.testing.assert_allclose(vector(values, "mention0.point"), model.centre(session.state, "block"), atol=1e-6)
    np.testing.assert_allclose(vector(values, "mention1.point"), handle, atol=1e-6)
    assert vector(values, "mention1.opening") @ vector(values, "mention1.approach") < -0.99
    assert values["mention1.joint"] == pytest.approx(0.0, abs=1e-3)


def test_slots_without_a_mention_are_zero(session) -> None:
    values = named(session)
    assert [values[f"mention{k}.present"] for k in range(MENTIONS)] == [1, 1, 0, 0]
    assert not any(value for name, value in values.items() if name.startswith(("mention2", "mention3")))


def test_what_is_observed_moves_with_the_drawer(session) -> None:
    before = named(session)
    joint = session.scene_model.asset("drawer_cabinet").part("drawer_top").joint
    opened = session.state.objects["drawer_cabinet"]
    model = session.scene_model.asset("drawer_cabinet")
    fraction = model.joint(joint).value_at(0.5)
    links = model.link_poses(opened.pose, {**opened.joints, joint: fraction})
    moved = type(opened)(links, opened.velocities, {**opened.joints, joint: fraction}, opened.joint_velocities)
    state = type(session.state)(
        session.state.time, session.state.robot, {**session.state.objects, "drawer_cabinet": moved}
    )
    observed = Keypoints(session.spec, session.scene_model).observe(state)
    after = dict(zip(KEYPOINT_NAMES, observed.tolist(), strict=True))
    assert after["mention1.joint"] == pytest.approx(0.5, abs=1e-6)
    travel = vector(after, "mention1.point") - vector(before, "mention1.point")
    assert travel @ vector(before, "mention1.opening") == pytest.approx(np.linalg.norm(travel), rel=1e-3)
    np.testing.assert_allclose(vector(after, "mention1.place") - vector(before, "mention1.place"), travel, atol=1e-5)
