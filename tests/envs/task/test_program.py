import math

import pytest

from envs.errors import ProgramError, SpecError
from envs.task.api_text import EXAMPLE
from envs.task.goals import All, Sequence
from envs.task.predicates import Inside, JointFraction
from envs.task.program import TaskProgram
from envs.task.spec import TaskSpec
from envs.task.stages import Actuate, FollowMotion

TASTE = """
def build(task, rng):
    cabinet = task.add("drawer_cabinet", region="table_back", facing="robot")
    lemon = task.add("ball", region="table_front", name="lemon")
    drawer = cabinet.part("drawer", which="top")

    task.say("Open the {upper drawer} and put the {lemon} inside.", drawer, lemon)
    task.goal(drawer.at_least(0.3), lemon.inside(drawer))

    grip = [
        meet(hand.grasp, drawer.handle.centre),
        parallel(hand.approach, drawer.handle.approach),
        orthogonal(hand.fingers, drawer.handle.axis),
    ]
    task.stage("open the drawer", actuate(grip, then=follow(drawer, to=0.6)), effect=drawer.at_least(0.5))
    task.stage("put the lemon in", pick(lemon), place(lemon, drawer.interior), effect=lemon.inside(drawer))
"""


def program(source):
    return TaskProgram(name="task", source=source)


def around(*lines, scene=True):
    """Return a program whose build has a whole task with more lines, the first of which is line 6."""
    text = ["def build(task, rng):", '    cabinet = task.add("drawer_cabinet", region="table_back")']
    text += ['    ball = task.add("ball")', '    block = task.add("block")', '    door = cabinet.part("door")']
    text += [f"    {line}" for line in lines]
    text += ['    task.say("Open the {door}.", door)', "    task.goal(door.opened())"]
    text += ['    task.stage("open", actuate(grip(door), then=follow(door, to=0.9)))']
    return "\n".join(text) + "\n"


def failure(source, catalog, seed=0):
    with pytest.raises((ProgramError, SpecError)) as caught:
        program(source).instantiate(seed, catalog)
    return caught.value


def test_the_taste_example_gives_the_task_it_says(catalog):
    spec = program(TASTE).instantiate(3, catalog)
    assert spec.instruction == "Open the upper drawer and put the lemon inside."
    named = [(spec.instruction[span.start : span.end], span.object, span.part) for span in spec.spans]
    assert named == [("upper drawer", "drawer_cabinet", "drawer_top"), ("lemon", "lemon", None)]
    assert isinstance(spec.goal, All)
    assert [type(goal) for goal in spec.goal.goals] == [JointFraction, Inside]
    assert [stage.name for stage in spec.stages] == ["open the drawer", "put the lemon in"]
    action = spec.stages[0].actions[0]
    assert isinstance(action, Actuate)
    assert [item.kind for item in action.constraints] == ["meet", "at_angle", "at_angle"]
    assert action.constraints[2].angle == pytest.approx(math.pi / 2)
    (motion,) = action.then
    assert isinstance(motion, FollowMotion)
    assert motion.to == 0.6


def test_the_example_of_the_documentation_runs(catalog):
    assert program(EXAMPLE).instantiate(0, catalog).goal.kind == "all"


def test_a_seed_fixes_the_spec_and_another_changes_it(catalog):
    first = program(TASTE).instantiate(5, catalog)
    assert first == program(TASTE).instantiate(5, catalog)
    assert first.hash() == program(TASTE).instantiate(5, catalog).hash()
    assert first.scene != program(TASTE).instantiate(6, catalog).scene


def test_a_spec_survives_json_without_loss(catalog):
    spec = program(TASTE).instantiate(1, catalog)
    again = TaskSpec.model_validate_json(spec.model_dump_json())
    assert again == spec
    assert again.hash() == spec.hash()


def test_the_hash_is_of_the_source_alone():
    assert program(TASTE).hash == TaskProgram(name="other", source=TASTE).hash
    assert program(TASTE).hash != program(TASTE + "\n").hash


def test_random_choices_come_from_the_seed(catalog):
    source = around("task.time_limit(rng.integers(10, 500))", "task.paraphrase(rng.choice(['a', 'b', 'c']))")
    limits = {program(source).instantiate(seed, catalog).time_limit for seed in range(6)}
    assert len(limits) > 3
    assert program(source).instantiate(0, catalog).time_limit == program(source).instantiate(0, catalog).time_limit


def test_rng_draws_what_it_says(catalog):
    lines = [
        "numbers = [rng.integers(2, 5) for _ in range(300)]",
        "items = list(range(9))",
        "rng.shuffle(items)",
        "assert sorted(set(numbers)) == [2, 3, 4], numbers",
        "assert sorted(items) == list(range(9)) and items != list(range(9))",
        "assert len(set(rng.sample(items, 4))) == 4",
        "assert all(3 <= rng.uniform(3, 4) < 4 for _ in range(300))",
    ]
    program(around(*lines)).instantiate(0, catalog)


def test_every_goal_reaches_the_spec(catalog):
    lines = [
        "task.goal(all_of(any_of(ball.near(block, 0.1), ball.near(at(0.4, 0, 0), 0.1)), not_(ball.on(block))))",
        "task.goal(sequence(door.opened(), door.closed()), held_for(door.between(0.2, 0.4), 1))",
        "task.goal(always(block.upright()), never(block.lifted(0.2)), block.unchanged(), door.unchanged())",
        "task.goal(ball.at_pose((0.4, 0, 0.1)), block.at_pose((0.1, 0, 0), yaw=1.0, relative=True))",
        "task.goal(ball.grasped(), door.changed_by(0.2), door.changed_by(-0.2))",
        "task.goal(ball.on(cabinet.top), ball.on(cabinet))",
    ]
    goal = program(around(*lines)).instantiate(0, catalog).goal
    kinds = [item.kind for item in goal.goals]
    assert kinds[:4] == ["all", "sequence", "held_for", "always"]
    assert isinstance(goal.goals[1], Sequence)
    changed = [item for item in goal.goals if item.kind == "joint_fraction" and item.relative]
    assert [(item.at_least, item.at_most) for item in changed] == [(0.2, None), (None, -0.2)]


def test_every_constraint_and_motion_reaches_the_spec(catalog):
    lines = [
        "where = [on_plane(hand.palm, cabinet.point('door.handle.centre'), up), antiparallel(hand.side, left)]",
        "pair = direction(cabinet.point('door.handle.centre'), cabinet.point('drawer_top.handle.centre'))",
        "where.append(at_angle(hand.fingers, pair, 0.5, tolerance=0.1))",
        "moves = [translate(door.handle.opening, 0.1), rotate(down, -0.5), translate(toward(1, 1, 0), 0.1)]",
        "task.stage('all', actuate(where, gripper='shut', approach=0.1, then=moves, retreat=0.0))",
        "task.stage('put', pick(ball, lift=0.2), place(ball, (0.4, 0.1, 0.0)), precondition=door.closed())",
    ]
    stages = program(around(*lines)).instantiate(0, catalog).stages
    action = stages[0].actions[0]
    assert [item.kind for item in action.constraints] == ["on_plane", "at_angle", "at_angle"]
    assert [item.kind for item in action.then] == ["translate", "rotate", "translate"]
    assert action.gripper == "shut"
    assert stages[1].actions[1].target.position == (0.4, 0.1, 0.0)
    assert stages[1].precondition.kind == "joint_fraction"


def test_tolerances_parents_limit_and_joints_reach_the_spec(catalog):
    lines = ["task.tolerate(position=0.1, force=200)", "task.parents('open_drawer')", "task.time_limit(90)"]
    lines += ["task.add('drawer_cabinet', region=((0.3, 0.6), (-0.9, -0.6)), joints={'drawer': (0.4, 0.6)})"]
    spec = program(around(*lines)).instantiate(0, catalog)
    assert spec.tolerances.position == 0.1
    assert spec.tolerances.force == 200
    assert spec.tolerances.joint == 0.05
    assert (spec.parents, spec.time_limit) == (("open_drawer",), 90)
    (start,) = spec.object("drawer_cabinet_2").joints
    assert start.joint == "drawer_top_joint"
    assert 0.4 <= start.fraction <= 0.6


def test_instances_are_drawn_from_the_range(catalog):
    source = around("task.add('can', instance=7)", "task.add('can', instance=(20, 22))")
    for seed in range(4):
        spec = program(source).instantiate(seed, catalog)
        assert spec.object("can").asset == "can/7"
        assert spec.object("can_2").asset in ("can/20", "can/21", "can/22")


WRONG = {
    "cabinet.part('drawr')": ["drawr", "Did you mean 'drawer'", "door"],
    "cabinet.part('drawer', which='bottom')": ["bottom", "top"],
    "task.add('bal')": ["unknown category 'bal'", "Did you mean 'ball'", "drawer_cabinet"],
    "task.add('ball', region='table_frnt')": ["table_frnt", "Did you mean 'table_front'", "table_left"],
    "task.add('ball', facing='robt')": ["robt", "Did you mean 'robot'"],
    "task.add('ball', name='block')": ["'block' already"],
    "task.add('ball', name='My Ball')": ["My Ball", "lower-case"],
    "task.add('ball', regoin='table_front')": ["regoin", "region: str"],
    "task.add('drawer_cabinet', joints={'dor': 0.5})": ["dor", "Did you mean 'door'"],
    "task.add('drawer_cabinet', region=block)": ["fixed to the table"],
    "cabinet.point('door.handle.center')": ["door.handle.center", "Did you mean 'door.handle.centre'"],
    "cabinet.handel": ["Object has no 'handel'", "interior"],
    "door.open()": ["Part has no 'open'", "Did you mean 'opened'"],
    "meet(hand.approach, door.handle.centre)": ["hand.approach", "hand.grasp, hand.tip or hand.palm"],
    "meet(hand.grasp, door)": ["the part 'door'", "give a point"],
    "parallel(hand.approach, door.handle.centre)": ["door.handle.centre", "give an axis"],
    "follow(cabinet, to=0.5)": ["the object 'drawer_cabinet'", "give a part"],
    "follow(door, to=1.5)": ["1.5", "from 0 to 1"],
    "door.at_least('half')": ["'half'", "give a number"],
    "task.goal(True)": ["True", "give a goal"],
    "task.goal(door)": ["the part 'door'", "give a goal"],
    "ball.inside(cabinet)": ["no interior", "drawer_top.interior"],
    "ball.inside(door)": ["has no interior"],
    "ball.inside(cabinet.top)": ["top", "inside"],
    "cabinet.on(ball)": ["'ball'", "no surface"],
    "block.on(block)": ["itself"],
    "pick(cabinet)": ["fixed to the table"],
    "pick(door)": ["the part 'door'", "task.add"],
    "place(ball, door)": ["has no interior"],
    "place(ball, ball)": ["nothing", "no top"],
    "task.say('Open the {door}.')": ["1 phrases", "0 objects"],
    "task.say('Open the {door.', door)": ["stays open"],
    "task.stage('x', door.opened())": ["a goal", "pick(...)"],
    "task.stage('x', pick(ball), effect=True)": ["effect is True"],
    "actuate(door)": ["the part 'door'", "meet(...)"],
    "actuate(grip(door), gripper='shutt')": ["shutt", "Did you mean 'shut'"],
    "rotatee(up, 1)": ["'rotatee' is not defined", "Did you mean 'rotate'"],
    "x = 1 / 0": ["ZeroDivisionError"],
    "[][3]": ["IndexError"],
    "raise ValueError('mine')": ["mine"],
    "rng.choice([])": ["no items"],
    "block.near(ball)": ["distance"],
    "at(0, 0)": ["at(x: float, y: float, z: float)"],
}


@pytest.mark.parametrize("line", WRONG)
def test_a_wrong_call_is_named_with_its_line_and_what_was_allowed(line, catalog):
    error = failure(around(line), catalog)
    assert isinstance(error, ProgramError)
    assert error.line == 6, error
    assert str(error).startswith("line 6: ")
    for text in WRONG[line]:
        assert text in error.message


def test_the_line_is_the_one_in_the_helper_that_failed(catalog):
    source = around("helper(door)") + "\ndef helper(part):\n    return part.at_least(7)\n"
    assert failure(source, catalog).line == source.split("\n").index("    return part.at_least(7)") + 1


def test_what_is_left_out_is_listed(catalog):
    error = failure("def build(task, rng):\n    task.add('ball')\n", catalog)
    assert "task.say" in error.message
    assert "task.goal" in error.message
    assert "task.stage" in error.message


def test_what_only_the_assets_know_is_a_spec_error(catalog):
    error = failure(around("task.goal(ball.inside(task.add('bowl', region=((0.3, 0.31), (0, 0.01)))))"), catalog)
    assert isinstance(error, SpecError) or error.line is not None
    crowded = failure(around("for i in range(15):", "    task.add('bowl', region='table_back')"), catalog)
    assert isinstance(crowded, SpecError)
    assert "table_back" in str(crowded)


def test_an_error_raised_and_caught_by_the_program_is_its_own_business(catalog):
    lines = ["try:", "    cabinet.part('lid')", "except ValueError:", "    task.time_limit(33)"]
    assert program(around(*lines)).instantiate(0, catalog).time_limit == 33
