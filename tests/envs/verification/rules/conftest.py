"""Scenes with a goal, and what the rules find in a sentence about each.

A sentence names things in braces, `{block}` or `{block|blue brick}`: the object, and how it is called.
"""

import re
from collections.abc import Callable

import pytest

from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram
from envs.task.scene_model import SceneModel
from envs.task.spec import Span, TaskSpec
from envs.verification.agreement import certain, disagreements
from envs.verification.verdict import Finding

BLOCK = 'block = task.add("cube", region="table_front", colour="blue")'
BOWL = 'bowl = task.add("bowl", region="table_left", colour="green")'
CABINET = 'cabinet = task.add("drawer_cabinet", region="table_back", instance=0)'
OPENED = CABINET.replace(")", ', joints={"drawer_top": 0.9})')
TOP, BOTTOM = 'top = cabinet.part("drawer_top")', 'bottom = cabinet.part("drawer_bottom")'
CUBES = [f'{colour} = task.add("cube", colour="{colour}", name="{colour}")' for colour in ("red", "green", "blue")]
ZONES = [f'{c}_zone = task.add("zone", region="table_{side}", colour="{c}", name="{c}_zone")'
         for c, side in (("red", "left"), ("green", "right"))]  # fmt: skip
BIN = 'bin = task.add("bin", region="table_centre", instance=0)'
TWINS = [f'{name} = task.add("cube", region=((0.35, 0.5), {span}), instance=5, name="{name}")'
         for name, span in (("west", "(0.2, 0.3)"), ("mid", "(-0.02, 0.02)"), ("east", "(-0.3, -0.2)"))]  # fmt: skip
FARM = [f'{name} = task.add("cube", region=({span}, (-0.1, 0.1)), instance=5, name="{name}")'
        for name, span in (("close", "(0.32, 0.36)"), ("away", "(0.60, 0.64)"))]  # fmt: skip
SIZED = [f'{name} = task.add("disc", colour="red", variant="{name}", name="{name}")'
         for name in ("small", "medium", "large")]  # fmt: skip
BOARD = ['board = task.add("peg_board", region="table_centre")',
         'disc = task.add("disc", board.place("left_foot"), variant="small", name="disc")']  # fmt: skip
BOWLS = [f'bowl_{k} = task.add("bowl", region="table_{side}", colour="green", name="bowl_{k}")'
         for k, side in ((1, "left"), (2, "right"))]  # fmt: skip
DOTS = [f'cube_{k} = task.add("cube", colour="red", name="cube_{k}")' for k in (1, 2)]
SETS = ['cubes = task.group("cubes", [cube_1, cube_2])', 'bowls = task.group("bowls", [bowl_1, bowl_2])']
MUGS = ['can = task.add("can", region=((0.45, 0.46), (0.14, 0.15)), name="can")',
        'mug = task.add("mug", region=((0.45, 0.46), (-0.15, -0.14)), name="mug")']  # fmt: skip
BOXES = [f'box_{k} = task.add("cube", name="box_{k}", instance=5)' for k in (1, 2, 3, 4)]
LAYERED = "task.goal(box_1.on(pallet), box_2.on(pallet), box_3.on(box_1), box_4.on(box_2))"

SCENES: dict[str, list[str]] = {
    "in bowl": [BLOCK, BOWL, "task.goal(block.inside(bowl))"],
    "on plate": ['can = task.add("can", region="table_left", instance=0)', 'plate = task.add("plate", instance=0)',
                 "task.goal(can.on(plate))"],
    "next to": [BLOCK, 'can = task.add("can", region="table_left", instance=0)', "task.goal(block.near(can, 0.12))"],
    "lifted": [BLOCK, "task.goal(held_for(block.lifted(0.09), 1.0))"],
    "opened": [CABINET, TOP, BOTTOM, "task.goal(top.at_least(0.6))"],
    "closed": [OPENED, TOP, BOTTOM, "task.goal(top.at_most(0.1))"],
    "half": [CABINET, TOP, "task.goal(top.between(0.4, 0.6))"],
    "crack": [CABINET, TOP, "task.goal(top.between(0.1, 0.3))"],
    "wide": [CABINET, TOP, "task.goal(top.at_least(0.85))"],
    "stored": [CABINET, TOP, BLOCK, "task.goal(top.at_least(0.5), block.inside(top))"],
    "put away": [OPENED, TOP, BLOCK, "task.goal(block.inside(top), top.at_most(0.1))"],
    "tap on": ['tap = task.add("faucet", region="table_back", instance=0).part("tap")', "task.goal(tap.at_least(0.5))"],
    "both": [CUBES[0], CUBES[1], BIN, "task.goal(red.inside(bin), green.inside(bin))"],
    "order": [CUBES[0], CUBES[1], BIN, "task.goal(sequence(red.inside(bin), green.inside(bin)))"],
    "tower": [*CUBES, "task.goal(green.on(red), blue.on(green))"],
    "sorted": [CUBES[0], CUBES[1], *ZONES, "task.goal(red.on(red_zone), green.on(green_zone))"],
    "all but red": [*CUBES, BIN, "task.goal(green.inside(bin), blue.inside(bin))"],
    "left one": [*TWINS, BOWL.replace("left", "back"), "task.goal(west.inside(bowl))"],
    "middle one": [*TWINS, BOWL.replace("left", "back"), "task.goal(mid.inside(bowl))"],
    "near one": [*FARM, BOWL, "task.goal(close.inside(bowl))"],
    "small one": [*SIZED, BIN, "task.goal(small.inside(bin))"],
    "left peg": [*BOARD, 'task.goal(disc.inside(board.place("right_peg")))'],
    "one each": [*DOTS, *BOWLS, *SETS, "task.goal(one_each([cube_1, cube_2], [bowl_1, bowl_2]))"],
    "one next": [*DOTS, *BOWLS, *SETS, "task.goal(cube_1.near(bowl_1, 0.15), cube_2.near(bowl_2, 0.15))"],
    "between": [BLOCK.replace("table_front", "table_left"), *MUGS,
                "task.goal(block.at_pose((0.45, 0.0, 0.0), tolerance=0.03))"],
    "near both": [BLOCK, *MUGS, "task.goal(block.near(can, 0.18), block.near(mug, 0.18))"],
    "spared": [BLOCK, BOWL, 'mug = task.add("mug", region="table_right", instance=0)',
               "task.goal(block.inside(bowl))"],
    "upright": ['bottle = task.add("bottle", instance=0)', 'zone = task.add("zone", region="table_left")',
                "task.goal(bottle.on(zone), bottle.upright())"],
    "layers": [*BOXES, 'pallet = task.add("pallet", region="table_left")',
               'boxes = task.group("boxes", [box_1, box_2, box_3, box_4])', LAYERED],
    "over a line": ['line = task.add("line", ((0.55, 0.55), (0, 0)), facing=0)',
                    'chips = task.pile("chip", 10, ((0.36, 0.46), (-0.1, 0.1)), name="chips")',
                    "task.goal(chips.beyond(line))"],
    "swept": ['chips = task.pile("chip", 10, colour="red", name="chips")',
              'zone = task.add("zone", region="table_left", colour="green")', "task.goal(chips.on(zone, 0.9))"],
    "left half": [BLOCK, "task.goal(block.at_pose((0.45, 0.25, 0.0), tolerance=0.05))"],
}  # fmt: skip

Look = Callable[..., tuple[Finding, ...]]


@pytest.fixture(scope="session")
def look() -> Look:
    """Returns a function that gives the certain findings of a sentence about a scene, told or as a paraphrase.

    With `reported` it gives those that are only reported, too.
    """
    catalog = Catalog()
    specs: dict[tuple[str, str | None], TaskSpec] = {}

    def find(scene: str, sentence: str, *, paraphrased: bool = False, goal: str | None = None, reported: bool = False):
        if (scene, goal) not in specs:
            specs[scene, goal] = _instance(catalog, SCENES[scene], goal)
        spec = specs[scene, goal]
        text, spans = _said(sentence, {spec.instruction[item.start : item.end]: item for item in spec.spans})
        changed = {"paraphrases": (text,)} if paraphrased else {"instruction": text, "spans": spans}
        spec = spec.model_copy(update=changed)
        found = disagreements(spec, SceneModel.of(spec.scene, catalog))
        found = found if reported else certain(found)
        return tuple(item for item in found if not paraphrased or "paraphrase" in item.text)

    return find


def _instance(catalog: Catalog, lines: list[str], goal: str | None) -> TaskSpec:
    """Return a scene whose sentence is the names of all that the goal asks about, then of the rest, each tied."""
    asked = goal or next(line for line in reversed(lines) if line.startswith("task.goal"))
    kept = [line for line in lines if not line.startswith("task.goal")]
    names = [line.split(" = ")[0] for line in kept]
    own = sorted(names, key=lambda name: not re.search(rf"\b{name}\b", asked))
    said = " ".join(f"{{{name}}}" for name in own)
    body = "\n".join(f"    {line}" for line in [*kept, asked, f"task.say({said!r}, {', '.join(own)})"])
    source = f'def build(task, rng):\n{body}\n    task.stage("wait", actuate([meet(hand.grasp, at(0.4, 0, 0.4))]))\n'
    return TaskProgram(name="trial", source=source).instantiate(0, catalog)


def _said(sentence: str, known: dict[str, Span]) -> tuple[str, tuple[Span, ...]]:
    text, spans = "", []
    for plain, braced in re.findall(r"([^{]*)(?:\{([^}]*)\})?", sentence):
        text += plain
        ref, _, words = braced.partition("|")
        if ref:
            place = {"start": len(text), "end": len(text) + len(words or ref)}
            spans.append(known[ref].model_copy(update=place))
            text += words or ref
    return text, tuple(spans)
