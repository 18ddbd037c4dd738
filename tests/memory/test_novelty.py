import pytest

from envs.pose import Pose
from envs.task.goals import All, Any, HeldFor, Not, Unchanged
from envs.task.predicates import AtPose, Inside, JointFraction, Lifted, Near, On
from envs.task.refs import ObjectRef, PartRef, PlaceRef, WorldPoint
from envs.task.spec import JointStart, ObjectSpec, Region, SceneSpec, TaskSpec
from envs.task.stages import Pick, Place, Stage
from memory.novelty import THRESHOLD, novelty, similarity
from memory.structure import Structure

DRAWER = PartRef(object="cabinet", part="drawer_top")
OPENED = JointFraction(part=DRAWER, at_least=0.8)


@pytest.fixture
def known(library, make_record, keep, storing):
    library.add(make_record())
    library.add(keep(storing))
    return library


def caught(known, spec):
    found = novelty(spec, known)
    assert not found.novel, found.reason
    assert found.similarity >= THRESHOLD
    return found


def passes(known, spec):
    found = novelty(spec, known)
    assert found.novel, found.reason
    return found


def test_anything_is_new_to_an_empty_library(library, make_spec):
    found = novelty(make_spec(), library)
    assert (found.novel, found.neighbour, found.similarity) == (True, None, 0.0)


def test_the_same_task_is_caught_and_its_neighbour_named(known, make_spec):
    found = caught(known, make_spec("again"))
    assert found.neighbour == "open_top_drawer"
    assert found.similarity == pytest.approx(1.0, abs=1e-5)
    assert "'open_top_drawer'" in found.reason


@pytest.mark.parametrize(
    "instruction",
    ["Pull out the uppermost drawer.", "The cabinet's first drawer should end up open", "Zieh die Schublade auf!"],
)
def test_a_paraphrase_is_caught(known, make_spec, instruction):
    assert caught(known, make_spec("fresh", instruction=instruction)).neighbour == "open_top_drawer"


def test_renamed_objects_another_instance_and_other_figures_are_caught(known, make_spec):
    spec = make_spec(
        "fresh",
        instruction="Slide it open.",
        instance=412,
        object_name="furniture",
        goal=JointFraction(part=PartRef(object="furniture", part="drawer_top"), at_least=0.6),
        to=0.7,
    )
    caught(known, spec)


@pytest.mark.parametrize(
    "goal",
    [
        All(goals=(OPENED,)),
        HeldFor(goal=OPENED, seconds=0.5),
        All(goals=(OPENED, Unchanged(object="cabinet"))),
        All(goals=(OPENED, All(goals=(OPENED,)))),
    ],
)
def test_a_goal_dressed_up_is_caught(known, make_spec, goal):
    caught(known, make_spec("fresh", instruction="Get that drawer open.", goal=goal))


def test_an_extra_term_under_the_same_sentence_is_caught(known, make_spec):
    goal = All(goals=(OPENED, Not(goal=JointFraction(part=DRAWER, at_most=0.1))))
    found = caught(known, make_spec("fresh", instruction="open the top drawer of the cabinet", goal=goal))
    assert "the same of the same things" in found.reason


def test_a_scene_dressed_up_is_caught(known, make_spec):
    idle = ObjectSpec(
        name="can", asset="can/1", region=Region(name="t", x=(0.3, 0.4), y=(0, 0.1)), yaw=(0, 0), pose=Pose()
    )
    caught(known, make_spec("fresh", instruction="Open the upper drawer.", extra=(idle,)))


def test_another_part_is_new_although_its_sentence_differs_in_one_word(known, make_spec):
    passes(known, make_spec("fresh", instruction="Open the bottom drawer of the cabinet.", part="drawer_bottom"))


def test_another_category_is_new(known, make_spec):
    passes(known, make_spec("fresh", instruction="Open the door of the microwave.", category="microwave", part="door"))


def test_the_opposite_relation_is_new(known, make_spec):
    goal = JointFraction(part=DRAWER, at_most=0.1)
    passes(known, make_spec("fresh", instruction="Close the top drawer of the cabinet.", goal=goal))


def test_the_same_goal_from_an_open_start_is_new(known, make_spec):
    start = JointStart(joint="drawer_top", low=0.3, high=0.4, fraction=0.35)
    passes(known, make_spec("fresh", instruction="Open the half-open top drawer fully.", joints=(start,)))


@pytest.mark.parametrize(
    "goal",
    [
        Any(goals=(OPENED, JointFraction(part=PartRef(object="cabinet", part="drawer_bottom"), at_least=0.8))),
        HeldFor(goal=OPENED, seconds=30.0),
        JointFraction(part=DRAWER, at_least=0.3, relative=True),
        Not(goal=OPENED),
    ],
)
def test_another_goal_over_the_same_part_is_new(known, make_spec, goal):
    passes(known, make_spec("fresh", instruction="Open the top drawer of the cabinet, differently.", goal=goal))


def tabletop(name, instruction, goal, *assets):
    objects = tuple(
        ObjectSpec(name=item, asset=asset, region=Region(name="t", x=(0.3, 0.4), y=(0, 0.1)), yaw=(0, 0), pose=Pose())
        for item, asset in assets
    )
    first = objects[0].name
    target = WorldPoint(position=(0.4, 0.0, 0.0))
    stage = Stage(name="move it", actions=(Pick(object=first), Place(object=first, target=target)))
    return TaskSpec(
        name=name, instruction=instruction, seed=0, scene=SceneSpec(objects=objects), goal=goal, stages=(stage,)
    )


def test_the_thing_put_in_decides(library, keep):
    inside = Inside(object="thing", place=PlaceRef(object="bowl", place="interior"))
    known = tabletop("ball", "Put the ball in the bowl.", inside, ("thing", "ball/1"), ("bowl", "bowl/1"))
    library.add(keep(known))
    passes(library, tabletop("b", "Put the block in the bowl.", inside, ("thing", "block/1"), ("bowl", "bowl/1")))
    passes(library, tabletop("c", "Put the ball in the bin.", inside, ("thing", "ball/1"), ("bowl", "bin/1")))
    near = Near(object="thing", target=ObjectRef(object="bowl"), distance=0.1)
    passes(library, tabletop("d", "Put the ball by the bowl.", near, ("thing", "ball/1"), ("bowl", "bowl/1")))
    caught(library, tabletop("e", "Drop it in.", inside, ("thing", "ball/9"), ("bowl", "bowl/7")))


def test_left_and_right_are_two_tasks(library, keep):
    def to(name, y):
        goal = Near(object="block", target=WorldPoint(position=(0.45, y, 0.02)), distance=0.05)
        return tabletop(name, f"Bring the block to y {y}.", goal, ("block", "block/1"))

    library.add(keep(to("left", 0.2)))
    passes(library, to("right", -0.2))
    caught(library, to("left_again", 0.23))


def test_a_turn_and_a_shift_are_two_tasks(library, keep):
    def to(name, pose):
        return tabletop(name, "Turn it.", AtPose(object="block", pose=pose, relative=True), ("block", "block/1"))

    library.add(keep(to("quarter", Pose(quaternion=(0.5**0.5, 0.0, 0.0, 0.5**0.5)))))
    half_turn = to("half", Pose(quaternion=(0.0, 0.0, 0.0, 1.0)))
    assert Structure.of(half_turn).goal != Structure.of(library.get("quarter").spec).goal


def test_the_order_of_goals_and_the_names_of_equal_blocks_make_no_new_tower(library, keep):
    blocks = (("a", "block/1"), ("b", "block/2"), ("c", "block/3"))
    tower = All(goals=(On(object="a", support="b"), On(object="b", support="c")))
    library.add(keep(tabletop("tower", "Stack the three blocks.", tower, *blocks)))
    renamed = All(goals=(On(object="c", support="a"), On(object="b", support="c")))
    caught(library, tabletop("fresh", "Build a tower of three.", renamed, *blocks))
    fork = All(goals=(On(object="a", support="c"), On(object="b", support="c")))
    passes(library, tabletop("fork", "Put two blocks on the third.", fork, *blocks))


def test_another_goal_never_reaches_the_threshold():
    one = Structure(goal="a", terms=("x", "y"), categories=("block",), actions=("pick",))
    other = one.model_copy(update={"goal": "b"})
    assert similarity(one, other, sentence=1.0, same_sentence=False) < THRESHOLD


def test_the_same_goal_with_the_same_things_and_actions_always_reaches_the_threshold():
    one = Structure(goal="a", terms=("x",), categories=("block",), actions=("pick",))
    assert similarity(one, one, sentence=-1.0, same_sentence=False) >= THRESHOLD


def test_lifting_is_not_opening(known):
    goal = Lifted(object="can", height=0.1)
    passes(known, tabletop("lift", "Lift the can.", goal, ("can", "can/1")))


def test_the_threshold_is_a_similarity(known, make_spec):
    with pytest.raises(ValueError, match=r"1\.5"):
        novelty(make_spec(), known, threshold=1.5)
