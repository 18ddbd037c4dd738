"""Ropes and piles: where their members start, what ties them, and how a program speaks of them."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.errors import ProgramError, SpecError
from envs.task.groups import GAP, RopeRequest, spots, ties
from envs.task.placement import BASE_CLEARANCE, CLEARANCE
from envs.task.predicates import Along, Matched, ShareInside
from envs.task.program import TaskProgram
from envs.task.scene_model import SceneModel
from envs.task.spec import Region, TaskSpec
from envs.worlds.state import ObjectState, RobotState, WorldState
from kpam.transforms import apply

TABLE = "((0.32, 0.70), (-0.35, 0.35))"
PROGRAM = """
def build(task, rng):
    {robot}
    zone = task.add("zone", region=((0.55, 0.62), (0.2, 0.3)), colour="red")
    many = {group}
    task.say("Bring the {{many}} to the {{red zone}}.", many, zone)
    task.goal({goal})
    task.stage("do it", {action})
"""
ROPE = f"task.rope(region={TABLE}, beads=12, length=0.3)"
PILE = f"task.pile('chip', 50, region={TABLE})"
BALL = "pick(task.add('ball', ((0.4, 0.6), (-0.45, -0.2))))"
SCATTERED = f"task.pile('chip', 50, region={TABLE}, scattered=True)"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


def draw(catalog, group, seed=0, goal="many.on(zone)", robot="", action="pick(many.members[0])") -> TaskSpec:
    source = PROGRAM.format(group=group, goal=goal, robot=robot, action=action)
    return TaskProgram(name="task", source=source).instantiate(seed, catalog)


def members(spec: TaskSpec) -> list:
    return [item for item in spec.scene.objects if item.group is not None]


def gaps(spec: TaskSpec) -> np.ndarray:
    spots = np.array([item.pose.position[:2] for item in members(spec)])
    apart = np.linalg.norm(spots[:, None] - spots[None], axis=2)
    return apart[np.triu_indices(len(spots), 1)]


@pytest.mark.parametrize("seed", range(4))
def test_a_ropes_ties_hold_where_it_starts(catalog, seed) -> None:
    spec = draw(catalog, ROPE, seed)
    poses = {item.name: item.pose.matrix() for item in spec.scene.objects}
    assert len(spec.scene.ties) == 11
    for tie in spec.scene.ties:
        first, second = apply(poses[tie.first], tie.first_point), apply(poses[tie.second], tie.second_point)
        assert first == pytest.approx(second, abs=1e-9)


@pytest.mark.parametrize("seed", range(4))
def test_a_rope_is_as_long_as_asked_and_crosses_itself_nowhere(catalog, seed) -> None:
    spec = draw(catalog, ROPE, seed)
    spots = np.array([item.pose.position[:2] for item in members(spec)])
    steps = np.linalg.norm(np.diff(spots, axis=0), axis=1)
    assert steps.sum() == pytest.approx(0.3, rel=0.05)
    width = catalog.get(members(spec)[0].asset).size[0]
    assert gaps(spec).min() > width


def test_a_rope_without_a_bend_is_straight() -> None:
    region = Region(name="table", x=(0.3, 0.7), y=(-0.3, 0.3))
    names = tuple(f"bead_{k}" for k in range(8))
    request = RopeRequest(name="rope", members=names, region=region, length=0.2, bend=0)
    asset = Catalog().get("bead/0")
    found = spots(request, asset, np.random.default_rng(0), lambda spot: True)
    assert found is not None
    spread = np.array(found)[:, :2] - np.mean(np.array(found)[:, :2], axis=0)
    assert np.linalg.svd(spread)[1][1] < 1e-12
    assert len(ties(request, asset)) == 7


@pytest.mark.parametrize("group", [PILE, SCATTERED], ids=["heap", "scattered"])
@pytest.mark.parametrize("seed", range(3))
def test_a_piles_members_touch_neither_each_other_nor_what_stands_beside_them(catalog, group, seed) -> None:
    spec = draw(catalog, group, seed)
    asset = catalog.get(members(spec)[0].asset)
    assert len(members(spec)) == 50
    assert {item.asset for item in members(spec)} == {asset.id}
    assert gaps(spec).min() >= np.hypot(*asset.size[:2]) + GAP - 1e-9
    zone = spec.object("zone")
    for item in members(spec):
        x, y, z = item.pose.position
        assert (0.32 <= x <= 0.70, -0.35 <= y <= 0.35, z) == (True, True, 0.0)
        assert np.hypot(x, y) > BASE_CLEARANCE
        assert np.linalg.norm(np.subtract((x, y), zone.pose.position[:2])) > 0.06 + CLEARANCE


def test_a_heap_is_closer_together_than_what_is_scattered(catalog) -> None:
    heap, scattered = (
        gaps(draw(catalog, f"task.pile('chip', 20, region={TABLE}, scattered={flag})")).mean() for flag in (False, True)
    )
    assert heap < 0.6 * scattered


def test_a_seed_fixes_a_group(catalog) -> None:
    assert draw(catalog, ROPE, 3) == draw(catalog, ROPE, 3)
    assert draw(catalog, ROPE, 3).scene != draw(catalog, ROPE, 4).scene


def test_a_sentence_and_a_goal_speak_of_a_group(catalog) -> None:
    spec = draw(catalog, PILE, goal="many.on(zone, share=0.8)")
    assert [span.object for span in spec.spans] == ["pile", "zone"]
    assert isinstance(spec.goal, ShareInside)
    assert (len(spec.goal.objects), spec.goal.share) == (50, 0.8)
    row = draw(catalog, ROPE, goal="many.along(at(0.5, -0.2, 0), at(0.5, 0.2, 0), 0.03)").goal
    assert isinstance(row, Along)
    assert row.objects == tuple(f"rope_bead_{k}" for k in range(1, 13))
    pairs = draw(catalog, PILE, goal="one_each(many.members[:3], [zone])").goal
    assert isinstance(pairs, Matched)
    assert len(pairs.objects) == 3


def test_a_group_is_measured_where_it_starts(catalog) -> None:
    spec = draw(catalog, PILE)
    objects = {
        item.name: ObjectState({"body": item.pose.matrix()}, {"body": np.zeros(6)}) for item in spec.scene.objects
    }
    state = WorldState(0.0, RobotState(np.zeros(9), np.zeros(9), np.zeros(9), np.eye(4)), objects)
    found = spec.goal.measure(state, state, SceneModel.of(spec.scene, catalog))  # type: ignore[union-attr]
    assert not found.holds
    assert found.text.startswith("0 of 50 objects are in zone's top (at least 45 wanted)")


@pytest.mark.parametrize("name", ["panda", "panda_suction", "panda_spatula"])
def test_a_program_chooses_its_robot(catalog, name) -> None:
    action = "push(many.members[0], zone)" if name == "panda_spatula" else "pick(many.members[0])"
    assert draw(catalog, PILE, robot=f"task.robot({name!r})", action=action).scene.robot == name


@pytest.mark.parametrize("colour", ["red", "green", "blue"])
@pytest.mark.parametrize("category", ["block", "bowl", "zone", "kit", "chip"])
def test_a_colour_that_is_asked_for_is_had(catalog, category, colour) -> None:
    wanted = colour if category != "kit" else {"red": "brown", "green": "grey", "blue": "black"}[colour]
    spec = draw(
        catalog,
        f"task.group('many', [task.add({category!r}, {TABLE}, colour={wanted!r}) for k in range(2)])",
        action=BALL,
    )
    for item in members(spec):
        asset = catalog.get(item.asset)
        assert asset.colour_name == wanted
        assert wanted in asset.description


def test_a_variant_that_is_asked_for_is_had(catalog) -> None:
    board = "task.add('peg_board', ((0.5, 0.6), (-0.1, 0.0)))"
    adds = ", ".join(f"task.add('disc', {TABLE}, variant={size!r})" for size in ("small", "medium", "large"))
    spec = draw(catalog, f"[task.group('many', [{adds}]), {board}][0]")
    widths = [catalog.get(item.asset).size[0] for item in members(spec)]
    assert widths == sorted(widths)
    assert widths[2] - widths[0] > 0.02


WRONG = {
    "task.rope(beads=40, length=0.2)": "40 beads .* do not fit into 200 mm; give fewer beads, or a length of",
    "task.rope(beads=2)": "beads is 2; give a number from 3 to 96",
    "task.rope(length=-1)": "length is -1; give a number from",
    "task.rope(region=((0.4, 0.45), (0, 0.05)))": "is crowded: .* no room for 'rope'",
    "task.pile('chip', 96)": "the scene has 1 objects already and 96 more make more than 96",
    "task.pile('chip', 2.5)": "count is 2.5; give a whole number",
    "task.pile('zone', 5)": "'zone' is fixed to the table",
    "task.pile('chip', 90, region='table_centre')": "is crowded: .* no room for 'pile'",
    "task.pile('chip', 5, name='zone')": "there is a 'zone' already",
    "task.pile('chip', 5, colour='mauve')": "no mauve chip; its colours: black, blue, brown",
    "task.pile('cihp', 5)": "Did you mean 'chip'",
    "[task.robot('kuka'), task.rope()][1]": "'kuka'.*panda",
    "task.rope().inside(zone)": "inside",
    "[task.rope().members[0].on(task.rope()), 1][0]": "the group 'rope_2'",
}


@pytest.mark.parametrize("group", WRONG)
def test_what_cannot_be_is_refused_with_a_reason(catalog, group) -> None:
    with pytest.raises((ProgramError, SpecError), match=rf"(?s){WRONG[group]}"):
        draw(catalog, group)
