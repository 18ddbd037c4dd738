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
COOLER = 'fridge = task.add("refrigerator", region="table_back", instance=0)'
MAIN, FREEZER = 'door = fridge.part("door")', 'freezer = fridge.part("freezer_door")'
PANEL = 'panel = task.add("wall_switch", region="table_back", instance=8)'
SWITCHES = [f'{side} = panel.part("switch", which="{side}")' for side in ("left", "right")]
LAYERED = "task.goal(box_1.on(pallet), box_2.on(pallet), box_3.on(box_1), box_4.on(box_2))"

TRAY = 'tray = task.add("tray", region="table_left", instance=0)'
CARRIED = ['mug = task.add("mug", region="table_right", instance=0)', TRAY]
BALL = 'ball = task.add("tennis_ball", region="table_right", name="ball")'
FRIDGE = ['fridge = task.add("refrigerator", region="table_back", facing="robot", instance=0)',
          'freezer = fridge.part("freezer_door")', 'main = fridge.part("door")']  # fmt: skip
BRICKS = [f'{name} = task.add("cuboid", region="table_{side}", colour="{colour}", name="{name}")'
          for name, side, colour in (("one", "left", "yellow"), ("two", "right", "brown"))]  # fmt: skip
COFFEE = ['machine = task.add("coffee_machine", region="table_back", facing="robot")',
          'button = machine.part("button")']  # fmt: skip
LEVER = 'lever = task.add("lever", region="table_back", facing="robot", name="switch").part("lever")'
SAFE = ['safe = task.add("safe", region="table_back", facing="robot", instance=0)', 'lever = safe.part("lever")',
        'door = safe.part("door")']  # fmt: skip
TOILET = ['toilet = task.add("toilet", region="table_back", facing="robot", instance=0)', 'lid = toilet.part("lid")',
          'seat = toilet.part("seat")']  # fmt: skip
KNOB = ('knob = task.add("rotary_knob", region="table_back", facing="robot", joints={"knob": 0.5}, name="dial")'
        '.part("knob")')  # fmt: skip
MARKER = ['marker = task.add("corner", region=((0.4, 0.5), (-0.1, 0.1)), facing="any", colour="green", name="marker")',
          'brick = task.add("cube", region="table_left", colour="orange", name="brick")']  # fmt: skip
BOX = 'box = task.add("sugar_box", region=((0.34, 0.36), (-0.05, 0.05)), facing="away", name="box")'
MICROWAVE = 'oven = task.add("microwave", region="table_back", facing="robot", joints={"door": 0.9}, name="oven")'

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
    "mug plate": ['mug = task.add("mug", region="table_right")', 'plate = task.add("plate", instance=0)',
                  "task.goal(mug.on(plate))"],
    "lid": ['lid = task.add("lidded_box", region="table_back").part("lid")', "task.goal(lid.opened())"],
    "bridge": ['top = task.add("cuboid", region="table_left", colour="yellow")',
               'left = task.add("cube", region="table_front", colour="red", name="left")',
               'right = task.add("cube", region="table_front", colour="blue", like=left, name="right")',
               "task.goal(top.over(left, right))"],
    "half or more": [CABINET, TOP, "task.goal(top.at_least(0.5))"],
    "half of them": ['chips = task.pile("chip", 10, colour="red", name="chips")',
                     'zone = task.add("zone", region="table_left", colour="green")', "task.goal(chips.on(zone, 0.5))"],
    "seat": ['seat = task.add("toilet", region="table_back", instance=0, joints={"seat": 0.9, "lid": 1}).part("seat")',
             "task.goal(seat.closed())"],
    "one knob": ['knob = task.add("oven", region="table_back").part("knob", which="left")',
                 "task.goal(knob.at_least(0.9))"],
    "ruled": [SIZED[0], SIZED[2], "task.goal(small.on(large), always(not_(large.on(small))))"],
    "kit": ['ell = task.add("ell", region="table_left")', 'fixture = task.add("fixture", region="table_right")',
            'task.goal(ell.inside(fixture.place("pocket")))'],
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
    "on blue": [CUBES[0], CUBES[2], "task.goal(red.on(blue))"],
    "carried": [*CARRIED, "task.goal(mug.on(tray), mug.upright())"],
    "carried upright": [*CARRIED, "task.goal(mug.on(tray), always(mug.upright()))"],
    "other shut": [CABINET, TOP, BOTTOM, "task.goal(bottom.at_least(0.6), top.at_most(0.1))"],
    "never open": [CABINET, TOP, BOTTOM, "task.goal(bottom.at_least(0.6), never(top.at_least(0.1)))"],
    "near bin": [BALL, BIN, "task.goal(ball.near(bin, 0.2))"],
    "in bin": [BALL, BIN, "task.goal(ball.inside(bin))"],
    "both doors": [*FRIDGE, "task.goal(freezer.opened(), main.opened())"],
    "either door": [*FRIDGE, "task.goal(any_of(freezer.opened(), main.opened()))"],
    "plate or bin": ['pear = task.add("pear", region="table_left")', 'plate = task.add("plate", instance=0)', BIN,
                     "task.goal(any_of(pear.on(plate), pear.inside(bin)))"],
    "held high": [BLOCK, "task.goal(held_for(block.lifted(0.25), 2.5))"],
    "crossed": [*BRICKS, "task.goal(two.on(one), two.aligned(one, 1.5708))"],
    "parallel": [*BRICKS, "task.goal(two.on(one), two.aligned(one))"],
    "any turn": [*BRICKS, "task.goal(two.on(one))"],
    "pressed": [*COFFEE, "task.goal(button.at_least(0.8))"],
    "pressed twice": [*COFFEE,
                      "task.goal(sequence(button.at_least(0.8), button.at_most(0.2), button.at_least(0.8)))"],
    "mug on tray": [*COFFEE, 'mug = task.add("mug", region="table_left")',
                    'task.goal(mug.on(machine.place("tray")))'],
    "mug on top": [*COFFEE, 'mug = task.add("mug", region="table_left")', "task.goal(mug.on(machine.top))"],
    "thrown": [LEVER, "task.goal(lever.at_least(0.9))"],
    "there and back": [LEVER, "task.goal(sequence(lever.at_least(0.9), lever.closed()))"],
    "safe": [*SAFE, "task.goal(lever.at_least(0.8), door.opened())"],
    "safe in order": [*SAFE, "task.goal(sequence(lever.at_least(0.8), all_of(lever.at_least(0.8), door.opened())))"],
    "lid up": [*TOILET, "task.goal(lid.opened())"],
    "both up": [*TOILET, "task.goal(lid.opened(), seat.opened())"],
    "knob up": [KNOB, "task.goal(knob.changed_by(0.25))"],
    "knob down": [KNOB, "task.goal(knob.changed_by(-0.25))"],
    "two thirds": [CABINET, TOP, "task.goal(top.between(0.6, 0.75))"],
    "on marker": [*MARKER, "task.goal(brick.on(marker))"],
    "cornered": [*MARKER, 'task.goal(brick.cornered(marker.point("corner")))'],
    "shifted": [BOX, "task.goal(box.at_pose((0.10, 0.0, 0.0), tolerance=0.03, relative=True))"],
    "apart": [BLOCK, 'can = task.add("can", region="table_left", instance=0)', "task.goal(not_(block.near(can, 0.2)))"],
    "nearly shut": [MICROWAVE, 'door = oven.part("door")', "task.goal(door.at_most(0.3))"],
    "gap left": [MICROWAVE, 'door = oven.part("door")', "task.goal(door.between(0.1, 0.3))"],
    "on tray": [*BOXES[:3], TRAY, "task.goal(box_1.on(tray), box_2.on(tray), box_3.on(tray))"],
    "tap shut": ['tap = task.add("faucet", region="table_back", instance=0, joints={"tap": 0.9}).part("tap")',
                 "task.goal(tap.at_most(0.1))"],
    "pulled out": [OPENED.replace("0.9", "0.3"), TOP, "task.goal(top.at_least(0.8))"],
    "lowest": [CABINET, BOTTOM, "task.goal(bottom.at_least(0.6))"],
    "middle": [CABINET, 'middle = cabinet.part("drawer_middle")', "task.goal(middle.at_least(0.6))"],
    "wheel": ['wheel = task.add("hand_wheel", region="table_centre").part("wheel")', "task.goal(wheel.at_least(0.4))"],
    "half shut": [CABINET.replace(")", ', joints={"drawer_top": 1.0})'), TOP, "task.goal(top.between(0.4, 0.6))"],
    "cooled": [COOLER.replace(")", ', joints={"door": 1.0})'), MAIN, 'can = task.add("can", region="table_right")',
               "task.goal(sequence(can.inside(fridge), all_of(door.closed(), can.inside(fridge))))"],
    "freezer": [COOLER, MAIN, FREEZER, "task.goal(freezer.opened(), always(door.closed()))"],
    "packed": ['case = task.add("suitcase", region="table_back")', 'lid = case.part("lid")',
               'ball = task.add("golf_ball", region="table_right")',
               "task.goal(sequence(lid.opened(), ball.inside(case), all_of(ball.inside(case), lid.closed())))"],
    "room door": ['room = task.add("room_door", region="table_back")', 'lever = room.part("lever")',
                  'door = room.part("door")', "task.goal(sequence(lever.at_least(0.8), door.at_least(0.55)))"],
    "lid stays": ['box = task.add("lidded_box", region="table_back", joints={"lid": 1.0})', 'lid = box.part("lid")',
                  BLOCK, "task.goal(block.inside(box), lid.opened())"],
    "left switch": [PANEL, *SWITCHES, "task.goal(left.at_least(0.8), right.at_most(0.1))"],
    "switches off": [PANEL.replace(")", ', joints={"rocker_left": 1.0, "rocker_right": 1.0})'), *SWITCHES,
                     "task.goal(left.closed(), right.closed())"],
    "throttled": ['wheel = task.add("hand_wheel", region="table_back", joints={"wheel": 1.0}).part("wheel")',
                  "task.goal(wheel.at_most(0.3), never(wheel.closed(0.03)))"],
    "swapped": [*ZONES, 'cube = task.add("cube", region=red_zone.top, colour="yellow")',
                'can = task.add("can", region=green_zone.top, instance=0)',
                "task.goal(cube.on(green_zone), can.on(red_zone))"],
    "two of three": [*DOTS, 'cube_3 = task.add("cube", colour="red", name="cube_3")', BIN,
                     'cubes = task.group("cubes", [cube_1, cube_2, cube_3])',
                     "task.goal(cubes.inside(bin, share=0.6))"],
    "taken out": [BOWL, 'ball = task.add("golf_ball", region=bowl)', 'plate = task.add("plate", instance=0)',
                  "task.goal(ball.on(plate), not_(ball.inside(bowl)))"],
    "visited": [*ZONES, CUBES[2], "task.goal(sequence(blue.on(red_zone), blue.on(green_zone)))"],
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
