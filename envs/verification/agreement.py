"""Whether sentence and goal agree: what is said is tested, what is tested is said, and no word says otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from envs.task.scene_model import SceneModel
from envs.task.spec import TaskSpec
from envs.verification.case import Case, Rule
from envs.verification.rules import (
    amounts,
    called_places,
    choices,
    clockwise,
    corners,
    counts,
    directions,
    distances,
    each,
    effects,
    gaps,
    holding,
    levels,
    named,
    negation,
    order,
    places,
    posture,
    ranks,
    relations,
    returns,
    rows,
    senses,
    singled,
    spans,
    stacks,
    throughout,
    times,
    tolerances,
    turned,
    undoing,
    unread,
    untied,
    updown,
    ways,
    which,
)
from envs.verification.verdict import Finding

RULES: tuple[Rule, ...] = (
    spans.untested,
    which.called,
    singled.singled_out,
    named.unnamed,
    named.handled,
    untied.untied,
    unread.unread,
    counts.counted,
    counts.all_of_them,
    counts.shares,
    each.one_each,
    each.colours,
    choices.alternatives,
    choices.elsewhere,
    choices.either,
    stacks.heights,
    stacks.ends,
    stacks.lying_on,
    levels.ordered,
    rows.figures,
    corners.cornered,
    posture.posture,
    turned.parallel,
    turned.degrees,
    senses.contradicted,
    senses.other_part,
    updown.lifted,
    updown.stays,
    updown.moved,
    updown.turned,
    clockwise.clockwise,
    effects.water,
    undoing.undone,
    gaps.left_open,
    negation.forbidden,
    negation.left_out,
    relations.placed,
    relations.taken_out,
    places.sided,
    called_places.called,
    ranks.beside_sibling,
    ranks.counted_out,
    directions.beside,
    directions.of_table,
    directions.on_table,
    directions.nearer,
    directions.between,
    holding.lifted,
    order.joints,
    order.things,
    order.parts,
    returns.there_and_back,
    times.repeated,
    throughout.throughout,
    throughout.arranged,
    amounts.figures,
    tolerances.loose,
    amounts.measures,
    amounts.degrees,
    distances.apart,
    distances.shifted,
    ways.ways,
)
"""Every rule; each looks at the instruction and at every paraphrase in turn."""

REPORTED = ("untied_word", "unread_word")
"""Kinds of findings that are no certain disagreement: they are reported and reject nothing."""


def disagreements(spec: TaskSpec, scene: SceneModel) -> tuple[Finding, ...]:
    """Return every point on which a spec's sentences and its goal disagree; nothing where they agree.

    Every span must be tested by the goal, every object of the goal be named, and no word may say what the goal does
    not ask. Paraphrases name nothing by span: only what contradicts the goal is found in them.
    """
    case = Case(spec, scene)
    return tuple(dict.fromkeys(item for said in case.sentences() for rule in RULES for item in rule(case, said)))


def certain(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that are certain; words that nothing ties or reads are only reported."""
    return tuple(item for item in found if item.kind not in REPORTED)
