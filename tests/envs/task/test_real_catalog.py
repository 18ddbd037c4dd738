"""Programs over the real assets: what each category offers reaches a validated spec."""

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram
from envs.task.refs import PlaceRef
from envs.task.scene_model import SceneModel
from envs.worlds.state import ObjectState, RobotState, WorldState

SOURCE = """
def build(task, rng):
    thing = task.add("CATEGORY", region="table_centre", name="thing")
    can = task.add("can", name="other")
    task.say("Use the {thing}.", thing)
    task.goal(thing.unchanged())
    for part in thing.parts:
        task.goal(part.opened(), part.closed())
        if part.handle_kind == "grasp":
            task.stage("open " + part.name, actuate(grip(part), then=follow(part, to=0.9)))
        else:
            push = [meet(hand.tip, part.handle.centre), parallel(hand.approach, part.handle.approach)]
            task.stage("push " + part.name, actuate(push, gripper="shut", then=translate(part.handle.opening, 0.1)))
    for name in thing.place_kinds:
        task.goal(can.inside(thing.place(name)) if thing.place_kinds[name] == "volume" else can.on(thing.place(name)))
    if not thing.fixed:
        task.stage("lift", pick(thing), place(thing, (0.4, 0.2, 0)))
    elif not thing.parts:
        task.stage("use it", pick(can), place(can, (0.4, 0.2, 0)))
"""


def rest(spec, scene):
    objects = {}
    for item in spec.scene.objects:
        values = {joint.name: joint.lower for joint in scene.asset(item.name).joints}
        links = scene.asset(item.name).link_poses(item.pose.matrix(), values)
        objects[item.name] = ObjectState(links, {name: np.zeros(6) for name in links}, values)
    return WorldState(0.0, RobotState(np.zeros(9), np.zeros(9), np.zeros(9), np.eye(4)), objects)


@pytest.mark.parametrize("category", Catalog().categories())
def test_a_program_can_use_everything_that_a_category_offers(category):
    catalog = Catalog()
    source = SOURCE.replace("CATEGORY", category)
    for seed in range(2):
        spec = TaskProgram(name="everything", source=source).instantiate(seed, catalog)
        scene = SceneModel.of(spec.scene, catalog)
        state = rest(spec, scene)
        assert abs(scene.bottom(state, "thing")) < 2e-3
        asset = scene.asset("thing")
        for part in asset.parts:
            assert scene.joint_fraction(state, "thing", part.name) == pytest.approx(0.0)
        for place in (*asset.volumes, *asset.surfaces):
            T, _ = scene.floor(state, PlaceRef(object="thing", place=place.name))
            assert T[2, 2] > 0.99
            assert scene.bottom(state, "thing") - 1e-3 <= T[2, 3] <= scene.extent(state, "thing")[1] + 1e-3
