"""What words of an instruction say about a goal: the one table that sentences are read by."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def listed(*text: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(" ".join(text).split())


OPENING = frozenset({"open", "opens", "opened", "unlatch", "unscrew"})
CLOSING = frozenset({"close", "closes", "closed", "shut", "shuts"})
ATTRIBUTES = frozenset({"open", "opened", "closed", "shut"})
"""Words that may also say how a thing is: "the open drawer", "leave it shut"."""
SWITCHING = frozenset({"turn", "switch", "flick", "flip", "need", "want", "be", "is", "leave", "keep", "turned"})
"""With "on" or "off" behind them they open or close: "turn the tap on"."""
TURNING = frozenset({"turn", "switch", "flick", "flip"})
PUTTING = listed(
    "put place drop set store stash insert deposit tuck lay stow load toss return pack bring collect stack gather fit"
    " palletize pop transfer position slot slip dump nestle"
    " dispose throw chuck fling lob hurl plop plonk dunk"
)
LIFTING = frozenset({"lift", "raise"})
HOLDING = frozenset({"hold", "holding"})
MOVING = listed("shove move push pull slide sweep sort arrange carry align stand build make hang")
"""Verbs that bring what they are done to where their relation says, beside `PUTTING`."""
NEUTRAL = listed(
    "pick move push pull slide rotate swing press sweep use build make align turn take carry sort arrange leave keep"
    " pour fill grasp grab tidy switch flick flip let try look need want should belongs goes lower clear rest stand"
    " unload separate spread straighten form add"
)
"""Verbs that begin a new clause but say nothing that can be compared with a goal."""
TOUCHING = listed("touch disturb shift displace knock topple tip tilt spill bump hit nudge mind bother")
"""Verbs of what is commonly not to be done."""
FORCING = frozenset({"push", "pull", "slide", "press", "swing"})
"""Verbs behind which "in" and "on" say no place where nothing stands between."""
KEEPING = frozenset({"leave", "keep"})
SUBJECT_VERBS = listed(
    "is are should must has have needs need goes go belongs belong stays stay remains comes will gets"
)
"""Verbs that stand behind their subject."""
JOINING = listed("soon while when so because since before after once whereas")
"""Words by which another clause follows in the same sentence."""
CONDITIONS = frozenset({"if", "unless", "because", "although", "though"})
"""Words behind which stands, up to the next stop, why or when something is to be done."""
FORGETTING = listed("forget forgetting fail failing hesitate omit neglect")
"""Verbs that are not to be done where what follows is: "don't forget to close it"."""
REMAINING = frozenset({"stay", "stays", "remain", "remains"})
STAYING = listed(
    "spare sparing skip skipping steer dodge bypass stay stays staying remain remains remaining leaving keeping left"
    " untouched alone undisturbed ignore ignoring"
)
"""Words by which what is named is to be as it is."""
VERBS = OPENING | CLOSING | PUTTING | LIFTING | HOLDING | NEUTRAL | TOUCHING

NEGATIONS = frozenset({"not", "never", "without", "avoid", "don", "doesn", "shouldn", "mustn"})
PARTICLES = frozenset({"in", "on"})
"""Words behind a verb that may belong to it: "put in the block"."""
EXCEPTIONS = ("with the exception of", "save for", "save", "except for", "except", "apart from", "other than",
              "excluding", "but")  # fmt: skip
"""Phrases behind which stands what is left out of all."""
STANDS = frozenset({"is", "are", "stands", "stand", "lies", "lie", "sits", "sit", "rests"})
MANNERS = frozenset({"lift", "raise", "tip", "tilt", "topple", "spill"})
"""What may be done on the way, so that a goal forbids it by `never` or `always` only."""

RELATIONS: dict[str, str] = {
    "in": "in", "into": "in", "inside": "in", "within": "in",
    "on": "on", "onto": "on", "upon": "on", "atop": "on",
    "beside": "near", "near": "near", "by": "near", "nearby": "near",
    "towards": "toward", "toward": "toward",
}  # fmt: skip
TESTED_BY: dict[str, frozenset[str]] = {
    "in": frozenset({"inside"}),
    "on": frozenset({"on"}),
    "near": frozenset({"near"}),
    "toward": frozenset({"near", "inside", "on"}),
}
"""Which predicates on two things test a relation; a predicate that none of these lists names could test any."""
ALSO_TESTED = {
    "over": frozenset({"on"}),
    "along": frozenset({"on", "near"}),
    "cornered": frozenset({"in", "near"}),
    "beyond": frozenset(),
}
"""Relations that predicates of many things test."""
UNTESTED = {
    "under": "under", "underneath": "under", "beneath": "under", "below": "under",
    "behind": "behind", "above": "above",
}  # fmt: skip
"""Relations that only poses and other predicates beside the plain ones test."""

WHICH = {"upper": "top", "uppermost": "top", "topmost": "top", "lower": "bottom", "lowest": "bottom",
         "bottommost": "bottom", "central": "middle", "centre": "middle", "leftmost": "left",
         "rightmost": "right"}  # fmt: skip
"""Other words for the `which` of a part."""
POSITIONS = frozenset({"top", "bottom", "middle", "left", "right", "main", "freezer"})
COLOURS = listed(
    "red orange yellow green blue purple pink brown white black grey gray beige steel brass silver mint cream honey"
    " turquoise cyan"
)
SAME_COLOUR = {"gray": "grey"}

DISTANT = ("near", "clos", "fart", "furt")
"""How words of distance begin: nearest, closer, farthest, further."""

DETERMINERS = listed(
    "the a an one two three four five six its each every all both some another other this that these those any no"
    " either my your our his her their"
)
COUNTS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
SEVERAL = frozenset(
    {"all", "every", "each", "any", "some", "pile", "tower", "stack", "pyramid", "row", "these", "those"}
)
QUANTIFIERS = frozenset({"each", "every", "all", "everything", "anything", "any", "both"})
LIMITS = frozenset({"that", "which", "except", "but", "apart", "else", "other", "excluding", "not", "save"})
"""Words by which "everything" is not all there is."""
UNSURE = frozenset(
    {"one", "a", "an", "any", "another", "other", "each", "every", "all", "both", "first", "second", "third"}
)
"""Words that ask for whichever of several like things."""
ALSO_CALLED: dict[str, frozenset[str]] = {
    "mug": frozenset({"cup"}), "cup": frozenset({"mug"}), "block": frozenset({"cube", "cuboid", "box"}),
    "cube": frozenset({"block", "box"}), "cuboid": frozenset({"block", "box"}), "ell": frozenset({"block"}),
    "tee": frozenset({"block"}), "bin": frozenset({"box"}), "basket": frozenset({"bin"}),
    "fixture": frozenset({"kit"}), "bucket": frozenset({"bin"}), "tray": frozenset({"plate"}),
    "stand": frozenset({"base"}), "trash_can": frozenset({"bin"}),
    "zone": frozenset({"area", "patch", "square", "region", "pad", "mat", "spot", "marker", "target"}),
}  # fmt: skip
"""Nouns of other categories that a thing may be called by."""
ENTERED = frozenset({"zone", "corner", "tray", "pallet", "line", "rack"})
"""Categories that things are said to be in though they lie on them."""
WORN = frozenset({"peg", "hook", "pin"})
"""Words in the names of volumes around what sticks out, that things are said to be on."""
PERSONS = listed("somebody someone anybody anyone nobody i we he she they who people everybody everyone")
ORDER = listed("then first before after again afterwards finally next once")
"""Words by which something may be asked that need not hold at the end."""
STEPS = listed(
    "soon begin beginning start starting finish finishing end ending last lastly second secondly third firstly"
    " following followed follows subsequently until when order step steps sequence done later follow followed proceed"
)
"""More words of things that are done one after the other."""
LOWERING = frozenset({"lower"})
GENERIC_PARTS = frozenset({"handle", "arm"})
"""Nouns of parts that are also said of any part or of the robot."""
CONTROLS = listed("handle arm lever knob switch button dial latch grip")
"""Nouns by which any part is called that a hand moves, where nothing else of the scene is called so."""
PART_NOUNS = listed("drawer door lid screen lever handle strap button knob arm cap sash switch wheel seat freezer")

IDIOMS = (
    "one after the other", "one after another", "first one , then the other", "first one and then the other",
    "first of all", "first come , first served", "in the middle",
    "in the air", "in mid air", "in a line", "in line", "in a row", "in order", "in front of", "in place", "in turn",
    "in its place", "in their places", "in the middle of", "in the centre of", "in the center of", "on the left",
    "on the right", "on its side", "on end", "on the table", "on the tabletop", "on the ground", "on the floor",
    "in the hand", "in the gripper", "on your own", "on its own", "in half", "in two", "by itself", "look into",
    "look in", "look inside", "from above", "by its handle", "by the handle", "in one go", "on top of each other",
    "on top of one another", "in the way", "by colour", "by size", "in a tower", "in a stack", "in a pile",
    "in a pyramid", "on both sides", "in space", "in the order", "in any order", "in this order", "in that order",
    "in the following order", "in whatever order", "one by one", "on each other",
    "on one another", "in the light", "in the dark", "open space", "close look",
)  # fmt: skip
"""Phrases whose words say nothing of what they say alone; "in front of" is left to `UNTESTED_PHRASES`."""
PHRASES = {
    "next to": "near", "close to": "near", "to the side of": "near", "alongside": "near", "up to": "toward",
    "over to": "toward",
}  # fmt: skip
"""Phrases that say where one thing is to be: near another, or at it in any way."""

FORMATIONS = frozenset({"row", "line", "layer", "layers", "circle", "column"})
"""How several things stand together, which is no place."""

OPEN_ENOUGH = 0.25
"""The least fraction of its range that one calls open: a wide door is open at 0.9 rad of 2.2."""
OPEN_ANGLE = 0.5
"""Radians at which a hinged part may be called open though that is a smaller fraction."""
CLOSED_ENOUGH = 0.35
"""The greatest fraction of its range that one may call closed."""
LIFTED_ENOUGH = 0.03
"""The least metres that one calls lifted."""
BESIDE = 0.15
"""Metres that may lie between two things that are beside each other."""
THERE = 0.1
"""Metres of tolerance beyond which a pose says no place any more."""
FULLY = frozenset({"fully", "completely", "wide", "entirely"})
LIMITED = listed(
    "enough just only barely hardly scarcely minimally nearly almost latch"
    " crack gap slit few cm centimetre centimetres inch inches third quarter tenth percent"
)
"""Words by which something is open in part; how far, they leave open."""
FULLY_OPEN, FULLY_SHUT = 0.7, 0.2
HALF = (0.2, 0.8)
"""Between which fractions a joint is half open."""
LITTLE_MOST = 0.5
"""The greatest fraction of its range that one calls a little open."""
LENGTHS = {
    "mm": 0.001, "millimetre": 0.001, "millimetres": 0.001, "millimeters": 0.001, "cm": 0.01, "centimetre": 0.01,
    "centimetres": 0.01, "centimeter": 0.01, "centimeters": 0.01, "m": 1.0, "metre": 1.0, "metres": 1.0, "meter": 1.0,
    "meters": 1.0, "foot": 0.3048, "feet": 0.3048, "inch": 0.0254, "inches": 0.0254,
}  # fmt: skip
SECONDS = frozenset({"s", "second", "seconds"})
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "half": 0.5,
}  # fmt: skip


FURTHER = frozenset({"more", "further", "farther", "wider", "beyond"})


def base(word: str) -> str | None:
    """Return the verb that a word is a form of: "putting" is put; None where it is none that is known."""
    if word in VERBS:
        return word
    if not word.endswith("ing"):
        return None
    stem = word[:-3]
    found = (stem, stem + "e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem)
    return next((verb for verb in found if verb in VERBS), None)


def past(word: str) -> str | None:
    """Return the verb of which a word is the past participle: "moved" is move; None where it is none."""
    if not word.endswith("ed"):
        return word if word in VERBS else None
    found = (word[:-1], word[:-2], word[:-3])
    return next((verb for verb in found if verb in VERBS), None)


def number(word: str) -> float | None:
    """Return the number that a word or its digits say."""
    return float(word) if word.replace(".", "", 1).isdigit() else NUMBERS.get(word)


def says_little(text: Sequence[str]) -> bool:
    """Return whether words ask for a little of something: "slightly", "a crack"."""
    amounts = ("little", "bit", "crack")
    return bool({"slightly", "ajar", "partly", "partially"} & set(text)) or any(
        other in amounts and "a" in text[max(0, k - 1) : k + 1] for k, other in enumerate(text[1:])
    )


def says_half(text: Sequence[str]) -> str:
    """Return "half" where words ask for half of a joint's way, "least" where for that at least, "" where neither."""
    for k, word in enumerate(text):
        if word in ("halfway", "midway") or (word == "half" and text[k + 1 : k + 2] not in (["of"], ["a"], ["the"])):
            more = "or" in text[k + 1 : k + 3] and bool(FURTHER & set(text[k + 2 : k + 4]))  # "halfway or more"
            return "least" if more or {"least", "than", "over"} & set(text[max(0, k - 2) : k]) else "half"
    return ""


def says_fully(text: Sequence[str]) -> frozenset[str]:
    """Return the words that ask for the whole of a joint's way, with those beside them; none where none does."""
    found = {
        word for k, item in enumerate(text) if item in FULLY for word in text[max(0, k - 1) : k + 2]
    }  # fmt: skip
    whole = any(text[k : k + 3] in (["all", "the", "way"], ["as", "far", "as"]) for k in range(len(text)))
    return frozenset(found | ({"all"} if whole else set()))


def percents(text: Sequence[str]) -> list[float]:
    """Return the shares that words give in percent."""
    found = [(number(one), other) for one, other in pairwise(text)]
    return [value / 100 for value, unit in found if value is not None and unit in ("%", "percent")]
