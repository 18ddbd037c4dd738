"""What every predicate of the registry does."""

import pytest

from envs.pose import Pose
from envs.task.predicates import (
    PREDICATES,
    Aligned,
    Along,
    AtPose,
    Beyond,
    Cornered,
    Grasped,
    Inside,
    JointFraction,
    Lifted,
    Matched,
    Near,
    On,
    Over,
    ShareInside,
    Upright,
)
from envs.task.refs import LineRef, ObjectRef, PartRef, PlaceRef, PointRef, WorldPoint

DRAWER = PartRef(object="cabinet", part="drawer_top")
BOWL = PlaceRef(object="bowl", place="interior")
HANDLE = PointRef(object="cabinet", point="door.handle.centre")
EXAMPLES = {
    "aligned": Aligned(object="block", to=ObjectRef(object="can"), angle=0.5),
    "along": Along(objects=("block", "ball"), start=HANDLE, end=WorldPoint(position=(1, 0, 0))),
    "beyond": Beyond(objects=("block", "ball"), line=LineRef(start=HANDLE, end=WorldPoint(position=(1, 0, 0)))),
    "cornered": Cornered(object="block", corner=HANDLE),
    "matched": Matched(objects=("block", "block_2"), places=(BOWL,)),
    "over": Over(object="can", supports=("block", "block_2")),
    "share_inside": ShareInside(objects=("block", "ball"), place=BOWL),
    "at_pose": AtPose(object="block", pose=Pose(position=(0.4, 0, 0))),
    "grasped": Grasped(object="block"),
    "inside": Inside(object="ball", place=BOWL),
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
