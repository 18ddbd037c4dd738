"""Which object a solution is mistaken for another, and when there is none."""

from collections.abc import Callable

from envs.assets.catalog import Catalog
from envs.task.goals import All
from envs.task.predicates import Inside, On
from envs.task.spec import TaskSpec
from envs.task.stages import Auto, Pick, Place, Stage
from envs.verification.mistaken import Mistaken
from envs.verification.wrong_object import mistakes, on_another_object

Make = Callable[..., TaskSpec]

PUT = """
bowl = task.add("bowl", region="table_left", name="bowl")
block = task.add("block", region="table_front", name="block")
task.say("Put the {block} in the {bowl}.", block, bowl)
task.goal(block.inside(bowl))
task.stage("put it in", pick(block), place(block, bowl.interior), effect=block.inside(bowl))
"""
SORT = """
left = task.add("bowl", region="table_left", name="left")
right = task.add("bowl", region="table_right", name="right")
one = task.add("block", region="table_front", name="one")
two = task.add("block", region="table_front", name="two")
task.say("Put {one} in the {left bowl} and {two} in the {right bowl}.", one, left, two, right)
task.goal(GOAL)
task.stage("one", pick(one), place(one, left.interior))
task.stage("two", pick(two), place(two, right.interior))
"""


def picked(mistaken: Mistaken) -> list[str]:
    return [item.object for stage in mistaken.spec.stages for item in stage.actions if isinstance(item, Pick)]


def test_a_distractor_of_the_same_kind_is_taken_before_any_other(instance: Make, catalog: Catalog):
    more = 'task.add("can", region="table_back", name="can")\ntask.add("block", region="table_right", name="twin")\n'
    found = on_another_object(instance(more + PUT), catalog)
    assert isinstance(found, Mistaken)
    assert (found.original, found.other) == ("block", "twin")
    assert picked(found) == ["twin"]
    assert all(stage.effect is None for stage in found.spec.stages), "it is the goal that must refuse"
    (place,) = [item for item in found.spec.stages[0].actions if isinstance(item, Place)]
    assert place.object == "twin"


def test_two_objects_that_are_both_handled_change_their_parts_where_the_goal_tells_them_apart(
    instance: Make, catalog: Catalog
):
    found = on_another_object(instance(SORT.replace("GOAL", "one.inside(left), two.inside(right)")), catalog)
    assert isinstance(found, Mistaken)
    assert picked(found) == ["two", "one"]


def test_what_the_goal_says_the_same_of_is_interchangeable(instance: Make, catalog: Catalog):
    both = SORT.replace(
        "GOAL", "any_of(one.inside(left), one.inside(right)), any_of(two.inside(left), two.inside(right))"
    )
    found = on_another_object(instance(both), catalog)
    assert isinstance(found, str)
    assert "interchangeable" in found


def test_a_single_object_and_one_that_does_not_fit_are_reasons(instance: Make, catalog: Catalog):
    lift = 'a = task.add("block", region="table_front")\ntask.say("Lift the {block}.", a)\ntask.goal(a.lifted(0.1))\n'
    lift += 'task.stage("lift", pick(a))\n'
    assert on_another_object(instance(lift), catalog) == "the scene has a single object"
    fixed = 'task.add("drawer_cabinet", region="table_back")\n'
    assert on_another_object(instance(fixed + lift), catalog) == "no other object that the solution fits"


def test_a_derived_solution_is_derived_from_the_mistaken_goal(instance: Make, catalog: Catalog):
    spec = instance(PUT + 'task.add("block", region="table_right", name="twin")\n')
    derived = spec.model_copy(update={"stages": (Stage(name="do it", actions=(Auto(),)),)})
    found = on_another_object(derived, catalog)
    assert isinstance(found, Mistaken)
    assert (found.original, found.other) == ("block", "twin")
    goal = found.spec.goal
    assert isinstance(goal, Inside)
    assert goal.object == "twin"
    assert spec.goal != goal
    assert found.spec.scene == spec.scene, "the scene stays, it is the solution that is mistaken"


def test_a_stack_and_its_reverse_are_not_the_same(instance: Make, catalog: Catalog):
    stack = """
low = task.add("block", region="table_front", name="low")
high = task.add("block", region="table_left", name="high")
task.say("Put {high} on {low}.", high, low)
task.goal(high.on(low), low.upright())
task.stage("stack", pick(low), place(low, at(0.4, 0, 0)), pick(high), place(high, low.top))
"""
    spec = instance(stack)
    found = on_another_object(spec, catalog)
    assert isinstance(found, Mistaken)
    assert picked(found) == ["high", "low"]
    assert isinstance(spec.goal, All)
    assert isinstance(spec.goal.goals[0], On)


def test_another_drawer_is_mistaken_for_the_one_that_is_meant(instance: Make, catalog: Catalog):
    """A scene of one thing has parts that are alike, and the hand can go wrong there."""
    drawers = """
cabinet = task.add("drawer_cabinet", region="table_back", instance=0)
drawer = cabinet.part("drawer", which="top")
task.say("Open the {top drawer}.", drawer)
task.goal(drawer.at_least(0.6))
task.stage("open it", actuate(grip(drawer), then=follow(drawer, to=0.8)))
"""
    found = mistakes(instance(drawers), catalog)
    assert not isinstance(found, str)
    assert [item.other for item in found] == ["drawer_bottom", "drawer_middle"]
    text = found[0].spec.stages[0].model_dump_json()
    assert "drawer_bottom.handle" in text
    assert "drawer_top" not in text


def test_every_mistake_is_offered_so_that_one_out_of_reach_hides_none(instance: Make, catalog: Catalog):
    two = "".join(f'task.add("block", region="table_right", name="{name}")\n' for name in ("one", "other"))
    found = mistakes(instance(two + PUT), catalog)
    assert [item.other for item in found if isinstance(item, Mistaken)] == ["one", "other"]
