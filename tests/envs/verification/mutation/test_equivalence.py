"""Which mutants are no wrong tasks, and which only look so."""

import pytest

from envs.assets.catalog import Catalog
from envs.task.goals import All, HeldFor, Sequence
from envs.task.predicates import JointFraction, Lifted
from envs.task.program import TaskProgram
from envs.task.refs import PartRef
from envs.task.scene_model import SceneModel
from envs.verification.mutation.equivalence import RULES, equivalent_end, equivalent_goal, equivalent_sentence
from envs.verification.mutation.recordings import Recorded, record
from envs.verification.mutation.sentence import replaced
from envs.verification.mutation.variant import Variant

OPEN = """
def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot", instance=0)
    drawer = cabinet.part("drawer_top")
    task.say("Open the {top drawer}.", drawer)
    task.goal(drawer.at_least(0.6))
    task.stage("open it", actuate(grip(drawer), then=follow(drawer, to=0.8)))
"""
TOP = PartRef(object="drawer_cabinet", part="drawer_top")


@pytest.fixture(scope="module")
def recorded() -> Recorded:
    catalog = Catalog()
    found = record(TaskProgram(name="open", source=OPEN).instantiate(0, catalog), catalog, "sapien")
    assert isinstance(found, Recorded)
    return found


def rule(recorded: Recorded, kind: str, original, mutant) -> str | None:
    changed = Recorded(
        recorded.spec.model_copy(update={"goal": original}), recorded.scene, recorded.rollout, recorded.controls
    )
    return equivalent_goal(
        Variant("goal", kind, "key", "text", recorded.spec.model_copy(update={"goal": mutant})), changed
    )


def test_another_figure_counts_only_with_another_outcome(recorded):
    original = JointFraction(part=TOP, at_least=0.6)
    assert rule(recorded, "threshold", original, JointFraction(part=TOP, at_least=0.4)) == "figure"
    assert rule(recorded, "threshold", original, JointFraction(part=TOP, at_least=0.95)) is None


def test_a_time_shorter_than_the_rest_asks_nothing_more_unless_the_goal_looks_back(recorded):
    opened, lifted = JointFraction(part=TOP, at_least=0.6), Lifted(object="drawer_cabinet", height=0.1)
    assert rule(recorded, "threshold", HeldFor(goal=opened, seconds=0.5), opened) == "rest"
    assert rule(recorded, "threshold", HeldFor(goal=lifted, seconds=3.0), HeldFor(goal=lifted, seconds=30)) != "rest"
    before = Sequence(goals=(HeldFor(goal=opened, seconds=0.5), lifted))
    assert rule(recorded, "threshold", before, Sequence(goals=(opened, lifted))) != "rest"


def test_a_condition_follows_from_a_stronger_one_on_the_same_joint_only(recorded):
    weak, strong = JointFraction(part=TOP, at_least=0.3), JointFraction(part=TOP, at_least=0.6)
    other = JointFraction(part=TOP.model_copy(update={"part": "drawer_bottom"}), at_least=0.3)
    assert rule(recorded, "conjunct_dropped", All(goals=(weak, strong)), strong) == "implied"
    assert rule(recorded, "conjunct_dropped", All(goals=(weak, strong)), weak) is None
    assert rule(recorded, "conjunct_dropped", All(goals=(other, strong)), strong) is None


def test_a_solution_that_ends_elsewhere_is_another(recorded):
    first, last = recorded.rollout.states[0], recorded.rollout.states[-1]
    assert equivalent_end(last, last, recorded.scene) == "same_end"
    assert equivalent_end(first, last, recorded.scene) is None


@pytest.mark.parametrize(
    ("place", "new", "found"),
    [
        ("zone", "onto", "same_words"),
        ("pallet", "onto", "same_words"),
        ("zone", "next to", None),
        ("bowl", "onto", None),
    ],
)
def test_in_says_the_same_as_on_of_what_has_no_inside(place, new, found):
    source = f"""
def build(task, rng):
    block, place = task.add("block", region="table_front"), task.add("{place}", region="table_left")
    task.say("Put the {{block}} into the {{{place}}}.", block, place)
    task.goal(block.{"inside" if place == "bowl" else "on"}(place))
    task.stage("put", auto())
"""
    catalog = Catalog()
    spec = TaskProgram(name="put", source=source).instantiate(0, catalog)
    start = spec.instruction.index("into")
    variant = Variant("sentence", "relation", "key", "text", replaced(spec, start, start + 4, new))
    assert equivalent_sentence(variant, spec, SceneModel.of(spec.scene, catalog)) == found


def test_every_rule_is_said_in_words():
    assert all(len(text) > 20 for text in RULES.values())
