"""What a sentence says must be what the goal asks: each disagreement is found, and good sentences pass."""

import pytest

from envs.assets.catalog import Catalog
from envs.assets.procedural import CATEGORIES
from envs.task.program import TaskProgram
from envs.task.scene_model import SceneModel
from envs.verification import words
from envs.verification.agreement import disagreements
from envs.verification.verdict import Finding

CABINET = 'cabinet = task.add("drawer_cabinet", region="table_back", instance=0)'
OPENED = CABINET.replace(")", ', joints={"drawer_top": 0.9})')
TOP, BOTTOM = 'top = cabinet.part("drawer_top")', 'bottom = cabinet.part("drawer_bottom")'
BLOCK = 'block = task.add("block", region="table_front", instance=0)'
BOWL = 'bowl = task.add("bowl", region="table_left", instance=0)'
PLATE = 'plate = task.add("plate", region="table_right", instance=0)'
BIN = 'bin = task.add("bin", region="table_centre", instance=0)'
IN_BOWL = "task.goal(block.inside(bowl))"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog()


def found(catalog: Catalog, *lines: str) -> tuple[Finding, ...]:
    body = "\n".join(f"    {line}" for line in lines)
    source = f'def build(task, rng):\n{body}\n    task.stage("wait", actuate([meet(hand.grasp, at(0.4, 0, 0.4))]))\n'
    spec = TaskProgram(name="trial", source=source).instantiate(0, catalog)
    return disagreements(spec, SceneModel.of(spec.scene, catalog))


def kinds(*args: object) -> set[str]:
    return {item.kind for item in found(*args)}  # type: ignore[arg-type]


GOOD = [
    (BLOCK, BOWL, 'task.say("Put the {block} into the {bowl}.", block, bowl)', IN_BOWL),
    (BLOCK, BOWL, 'task.say("Put the {block} {into} the {bowl}.", block, block.inside(bowl), bowl)', IN_BOWL),
    (BLOCK, BOWL, 'task.say("Pick up the {block} and put it in the {bowl}.", block, bowl)', IN_BOWL),
    (BLOCK, BOWL, 'task.say("The {block} should be in the {bowl}.", block, bowl)', IN_BOWL),
    (BLOCK, BOWL, 'task.say("Put the blue {brick} in the {dish}.", block, bowl)', IN_BOWL),
    (BLOCK, PLATE, 'task.say("Set the {block} down on the {plate}.", block, plate)', "task.goal(block.on(plate))"),
    (CABINET, TOP, 'task.say("Open the {upper drawer}.", top)', "task.goal(top.at_least(0.5))"),
    (CABINET, TOP, 'task.say("Pull the {top drawer} of the cabinet open.", top)', "task.goal(top.at_least(0.5))"),
    (OPENED, TOP, 'task.say("Shut the {top drawer}.", top)', "task.goal(top.at_most(0.1))"),
    (
        'door = task.add("room_door", region="table_back", instance=0, joints={"lever": 0.9})',
        'lever = door.part("lever")',
        'task.say("Turn off the {lever} of the {door}.", lever, door)',
        'task.paraphrase("The lever of the door should be off.")', "task.goal(lever.at_most(0.1))",
    ),
    (
        CABINET, TOP, BLOCK, 'task.say("Open the {top drawer} and put the {block} inside.", top, block)',
        "task.goal(top.at_least(0.3), block.inside(top))",
    ),
    (
        OPENED, TOP, BLOCK, 'task.say("Put the {block} into the open {top drawer} and close it.", block, top)',
        "task.goal(top.at_most(0.1), block.inside(top))",
    ),
    (
        CABINET, TOP, 'task.say("Open the {top drawer}, then close it again.", top)',
        "task.goal(sequence(top.at_least(0.5), top.at_most(0.1)))",
    ),
    (
        OPENED, TOP, BOTTOM, 'task.say("Close the {top drawer} and open its {bottom drawer}.", top, bottom)',
        "task.goal(top.at_most(0.1), bottom.at_least(0.5))",
    ),
    (
        'tap = task.add("faucet", region="table_back", instance=0).part("tap")',
        'task.say("Turn the {tap} on, then turn it off again.", tap)',
        "task.goal(sequence(tap.at_least(0.5), tap.at_most(0.1)))",
    ),
    (BLOCK, 'task.say("Lift the {block} by 10 cm and hold it.", block)', "task.goal(held_for(block.lifted(0.09), 1))"),
    (
        BLOCK, 'two = task.add("block", name="two")', 'three = task.add("block", name="three")',
        'task.say("Build a tower of three blocks.")', "task.goal(two.on(block), three.on(two))",
    ),
    (
        BLOCK, 'two = task.add("block", name="two")', 'task.say("Stack {one block} on {the other}.", two, block)',
        "task.goal(two.on(block))",
    ),
    (
        BLOCK, 'two = task.add("block", name="two")',
        'task.say("Stack {one block} on {the other} in two layers.", two, block)', "task.goal(two.on(block))",
    ),
    (
        BLOCK, BOWL, BIN,
        'task.say("Put the {block} in the {bowl} and the {bowl} in the {bin}.", block, bowl, bowl, bin)',
        "task.goal(block.inside(bowl), bowl.inside(bin))",
    ),
]  # fmt: skip


@pytest.mark.parametrize("lines", GOOD, ids=lambda lines: next(item for item in lines if "say(" in item)[10:60])
def test_sentences_that_say_what_the_goal_asks_pass(catalog: Catalog, lines: tuple[str, ...]):
    assert found(catalog, *lines) == ()


WRONG = {
    "a span that the goal does not test": (
        "untested_span",
        (BLOCK, BOWL, 'task.say("Put the {block} into the {bowl}.", block, bowl)', "task.goal(block.lifted(0.1))"),
    ),
    "a part that is not the one tested": (
        "untested_span",
        (CABINET, TOP, BOTTOM, 'task.say("Open the {top drawer}.", top)', "task.goal(bottom.at_least(0.5))"),
    ),
    "a joint that may be anywhere": (
        "untested_span",
        (CABINET, TOP, 'task.say("Open the {top drawer}.", top)', "task.goal(top.at_least(0))"),
    ),
    "an object of the goal that nothing names": (
        "unnamed_object",
        (BLOCK, BOWL, 'task.say("Put the {block} away.", block)', IN_BOWL),
    ),
    "a part of the goal that nothing names": (
        "unnamed_object",
        (CABINET, TOP, BOTTOM, 'task.say("Open the {top drawer}.", top)',
         "task.goal(top.at_least(0.5), bottom.at_least(0.5))"),
    ),
    "a noun that nothing ties": (
        "untied_word",
        (BLOCK, BOWL, PLATE, 'task.say("Put the {block} into the {bowl} and the bowl on the plate.", block, bowl)',
         IN_BOWL),
    ),
    "open for close": (
        "contradicted_word",
        (CABINET, TOP, 'task.say("Open the {top drawer}.", top)', "task.goal(top.at_most(0.1))"),
    ),
    "close for open": (
        "contradicted_word",
        (CABINET, TOP, 'task.say("The {top drawer} should be closed.", top)', "task.goal(top.at_least(0.5))"),
    ),
    "off for on": (
        "contradicted_word",
        ('tap = task.add("faucet", region="table_back", instance=0).part("tap")',
         'task.say("Turn off the {tap}.", tap)', "task.goal(tap.at_least(0.5))"),
    ),
    "on for in": (
        "contradicted_word",
        (BLOCK, BOWL, 'task.say("Put the {block} in the {bowl}.", block, bowl)', "task.goal(block.near(bowl, 0.1))"),
    ),
    "in for beside": (
        "contradicted_word",
        (BLOCK, BOWL, 'task.say("Put the {block} next to the {bowl}.", block, bowl)', IN_BOWL),
    ),
    "the other way round": (
        "contradicted_word",
        (BLOCK, 'two = task.add("can", name="two")', 'task.say("Put the {block} on the {can}.", block, two)',
         "task.goal(two.on(block))"),
    ),
    "another side": (
        "contradicted_word",
        (CABINET, TOP, 'task.say("Open the {bottom drawer}.", top)', "task.goal(top.at_least(0.5))"),
    ),
    "another side before the span": (
        "contradicted_word",
        (CABINET, TOP, 'task.say("Open the lower {drawer}.", top)', "task.goal(top.at_least(0.5))"),
    ),
    "another colour": (
        "contradicted_word",
        (BLOCK, BOWL, 'task.say("Put the {green block} into the {bowl}.", block, bowl)', IN_BOWL),
    ),
    "another thing": (
        "contradicted_word",
        (BLOCK, BOWL, 'task.say("Put the {can} into the {bowl}.", block, bowl)', IN_BOWL),
    ),
    "another count": (
        "contradicted_word",
        (BLOCK, 'two = task.add("block", name="two")', 'task.say("Build a tower of three blocks.")',
         "task.goal(two.on(block))"),
    ),
    "a first step that nothing asks for": (
        "contradicted_word",
        (CABINET, TOP, BLOCK, 'task.say("Open the {top drawer} and put the {block} inside.", top, block)',
         "task.goal(block.inside(top))"),
    ),
    "another order": (
        "contradicted_word",
        (CABINET, TOP, 'task.say("Open the {top drawer}, then close it again.", top)',
         "task.goal(sequence(top.at_most(0.1), top.at_least(0.5)))"),
    ),
    "an end that is not said": (
        "contradicted_word",
        (CABINET, TOP, 'task.say("Open the {top drawer}.", top)',
         "task.goal(sequence(top.at_least(0.5), top.at_most(0.1)))"),
    ),
    "hardly open": (
        "contradicted_word",
        (CABINET, TOP, 'task.say("Open the {top drawer}.", top)', "task.goal(top.at_least(0.05))"),
    ),
    "hardly closed": (
        "contradicted_word",
        (CABINET, TOP, 'task.say("Close the {top drawer}.", top)', "task.goal(top.at_most(0.6))"),
    ),
    "another height": (
        "contradicted_word",
        (BLOCK, 'task.say("Lift the {block} by 30 cm.", block)', "task.goal(block.lifted(0.05))"),
    ),
    "holding that nothing asks for": (
        "untied_word",
        (BLOCK, 'task.say("Pick the {block} up and hold it in the air.", block)', "task.goal(block.lifted(0.1))"),
    ),
    "a relation that nothing tests": (
        "untied_word",
        (BLOCK, PLATE, 'task.say("Put the {block} behind the {plate}.", block, plate)',
         "task.goal(block.near(plate, 0.2))"),
    ),
    "upright that nothing tests": (
        "contradicted_word",
        (BLOCK, PLATE, 'task.say("Put the {block} upright on the {plate}.", block, plate)',
         "task.goal(block.on(plate))"),
    ),
    "a name that two things have": (
        "ambiguous_word",
        (BLOCK, BOWL, 'task.add("block", instance=0, name="two")',
         'task.say("Put the {block} into the {bowl}.", block, bowl)', IN_BOWL),
    ),
    "a relation tied to a goal that is not asked": (
        "untested_span",
        (BLOCK, BOWL, 'task.say("Put the {block} {close} to the {bowl}.", block, block.near(bowl, 0.2), bowl)',
         IN_BOWL),
    ),
    "lower for lift": (
        "contradicted_word",
        (BLOCK, 'task.say("Lower the {block}.", block)', "task.goal(block.lifted(0.1))"),
    ),
    "a step that is done at the start": (
        "contradicted_word",
        ('cabinet = task.add("drawer_cabinet", region="table_back", instance=0, joints={"drawer_top": 0.9})',
         TOP, BLOCK,
         'task.say("Open the {top drawer} and put the {block} inside.", top, block)',
         "task.goal(top.at_least(0.5), block.inside(top))"),
    ),
    "in a plate": (
        "contradicted_word",
        (BLOCK, PLATE, 'task.say("Put the {block} into the {plate}.", block, plate)', "task.goal(block.on(plate))"),
    ),
    "on a bowl": (
        "contradicted_word",
        (BLOCK, BOWL, 'task.say("Put the {block} onto the {bowl}.", block, bowl)', IN_BOWL),
    ),
    "a paraphrase with another sense": (
        "contradicted_word",
        (CABINET, TOP, 'task.say("Open the {top drawer}.", top)', 'task.paraphrase("Close the top drawer.")',
         "task.goal(top.at_least(0.5))"),
    ),
    "a paraphrase with another relation": (
        "contradicted_word",
        (BLOCK, BOWL, 'task.say("Put the {block} into the {bowl}.", block, bowl)',
         'task.paraphrase("Put the block beside the bowl.")', IN_BOWL),
    ),
    "a paraphrase with another thing": (
        "contradicted_word",
        (BLOCK, BOWL, 'task.say("Put the {block} into the {bowl}.", block, bowl)',
         'task.paraphrase("Put the block into the bin.")', IN_BOWL),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_sentence_that_says_something_else_is_found(catalog: Catalog, name: str):
    kind, lines = WRONG[name]
    assert kind in kinds(catalog, *lines), found(catalog, *lines)


def test_every_noun_of_a_part_in_the_catalog_is_known(catalog: Catalog):
    nouns = {part.noun for name in CATEGORIES for part in catalog.get(catalog.first(name)).parts}
    assert nouns <= words.PART_NOUNS
