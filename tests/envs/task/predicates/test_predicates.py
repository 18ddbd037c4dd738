"""What every predicate of the registry does."""

import pytest

from envs.pose import Pose
from envs.task.predicates import PREDICATES, AtPose, Grasped, Inside, JointFraction, Lifted, Near, On, Upright
from envs.task.refs import ObjectRef, PartRef, PlaceRef

DRAWER = PartRef(object="cabinet", part="drawer_top")
EXAMPLES = {
    "at_pose": AtPose(object="block", pose=Pose(position=(0.4, 0, 0))),
    "grasped": Grasped(object="block"),
    "inside": Inside(object="ball", place=PlaceRef(object="bowl", place="interior")),
    "joint_fraction": JointFraction(part=DRAWER, at_least=0.5),
    "lifted": Lifted(object="block", height=0.1),
    "near": Near(object="block", target=ObjectRef(object="ball"), distance=0.1),
    "on": On(object="block", support="cabinet"),
    "upright": Upright(object="can"),
}


@pytest.mark.parametrize("kind", PREDICATES)
def test_every_predicate_survives_json_and_measures(kind, scene, make_state):
    predicate = EXAMPLES[kind]
    assert predicate.kind == kind
    assert PREDICATES[kind].model_validate_json(predicate.model_dump_json()) == predicate
    state = make_state()
    found = predicate.measure(state, state, scene)
    assert found.holds == (found.margin >= 0)
    assert found.text
    assert found.unit
