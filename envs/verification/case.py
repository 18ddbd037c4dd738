"""What the rules of agreement look at: a goal's facts beside each of the sentences that a task is told in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from envs.task.goals import Unchanged
from envs.task.scene_model import SceneModel
from envs.task.spec import Span, TaskSpec
from envs.verification import words as w
from envs.verification.beginning import Beginning
from envs.verification.goal_facts import Fact, facts, members
from envs.verification.nouns import Nouns, of_object, single
from envs.verification.reading import Clause, clauses
from envs.verification.telling import told
from envs.verification.tokens import Named, Tie, Word, spoken, tokens
from envs.verification.verdict import Finding

WANTING = frozenset({"need", "want", "look", "try"})
"""Verbs that do nothing to what they name, unless they say where it is to be."""
NO_PLACING = frozenset({"joint_fraction", "lifted", "grasped", "upright", "unchanged", "aligned"})
"""Predicates that do not say where an object is."""


class Case:
    """A task's goal, fact by fact, and the things that its sentences name."""

    def __init__(self, spec: TaskSpec, scene: SceneModel) -> None:
        self.spec, self.scene = spec, scene
        self.facts = facts(spec, scene)
        self.beginning = Beginning(spec, scene)
        self.groups = members(spec)
        self.nouns = Nouns(spec, scene, {part for item in self.facts for part in item.parts})
        named = [item for item in self.facts if not isinstance(item.predicate, Unchanged)]
        self.goal_objects = tuple(dict.fromkeys(name for item in named for name in item.objects))
        self.ties = tuple(self._tie(span) for span in spec.spans if span.relation is None)

    def _tie(self, span: Span) -> Tie:
        objects = self.groups.get(span.object, (span.object,))
        return Tie(span.start, span.end, Named(objects, span.part, self.spec.instruction[span.start : span.end]))

    def sentences(self) -> tuple[Said, ...]:
        """Return the instruction and its paraphrases, whose nouns are tied to what they can name."""
        left_out = self.nouns.left_out(self.spec.instruction, self.ties)
        first = Said(self, self.spec.instruction, (*self.ties, *left_out), "the sentence", strict=True)
        others = (
            Said(self, text, self.nouns.ties(text, self.ties, self.goal_objects), f"the paraphrase {text!r}", False)
            for text in self.spec.paraphrases
        )
        return (first, *others)

    @cached_property
    def counted(self) -> frozenset[str]:
        """Objects of the goal that are named together: "three blocks" where it asks about three, "each in a bowl"."""
        found = set[str]()
        said = tokens(self.spec.instruction, self.ties)
        for noun, count, _ in self.nouns.counted(said):
            own = [name for name in self.goal_objects if noun in of_object(self.scene.asset(name))]
            if own and count in (len(own), None):
                found |= set(own)
        plain = [item.text for item in said if item.tie is None]
        quantified = bool(w.QUANTIFIERS & set(plain))
        for name in self.goal_objects:
            model = self.scene.asset(name)
            places = (*model.volumes, *model.surfaces) if model.fixed_base else ()
            called = {place.name.split("_")[-1] for place in places}
            if quantified:
                called = {*model.category.split("_"), *w.ALSO_CALLED.get(model.category, ())}
            if called & {single(text) for text in plain}:
                found.add(name)
        if {"everything", "anything"} & set(plain) and (w.LIMITS & set(plain) or self._asks_all()):
            found |= {name for item in self.facts for name in item.subjects if not self.scene.asset(name).fixed_base}
        return frozenset(found)

    def _asks_all(self) -> bool:
        """Whether the goal asks about everything in the scene that can be moved."""
        free = {name for name, model in self.scene.objects.items() if not model.fixed_base}
        return free <= set(self.goal_objects)

    def facts_of(self, named: Named, *, placing: bool) -> list[Fact]:
        """Return the facts that are about what a phrase names; with `placing` those that say where it is."""
        return [
            item
            for item in self.facts
            if set(named.objects) & set(item.subjects) and not (placing and item.kind in NO_PLACING)
        ]


class Said:
    """A sentence with what its phrases are tied to; `strict` is the instruction, whose spans the author tied."""

    def __init__(self, case: Case, text: str, ties: tuple[Tie, ...], quote: str, strict: bool) -> None:
        self.text, self.ties, self.quote, self.strict = text, ties, quote, strict
        self._beginning = case.beginning
        self._told = told(spoken(text, ties), ties, case.beginning)

    @cached_property
    def words(self) -> list[Word]:
        """Its words in order."""
        return self._marked(tokens(self.text, self.ties))

    @cached_property
    def every_word(self) -> list[Word]:
        """Its words in order, those of idioms among them."""
        return self._marked(spoken(self.text, self.ties))

    @cached_property
    def asking(self) -> list[Word]:
        """Every word but those that only tell how things are or were."""
        return [item for item in self.every_word if not item.told]

    @cached_property
    def every_clause(self) -> list[Clause]:
        """Its clauses in order, with those that say what is not to be done."""
        return clauses(self.words, self.ties, self._beginning)

    def _marked(self, found: Sequence[Word]) -> list[Word]:
        return [replace(item, told=True) if item.start in self._told else item for item in found]

    @cached_property
    def clauses(self) -> list[Clause]:
        """Its clauses in order that say what is to be done."""
        return [item for item in self.every_clause if not item.negated]

    @cached_property
    def spared(self) -> frozenset[Named]:
        """What is only named as not to be handled, as left out, or as staying as it is."""
        done, kept = set[Named](), set[Named]()
        for clause in self.every_clause:
            spares = clause.negated or clause.verb == "mind" or (clause.verb in w.KEEPING and not clause.relations)
            if clause.verb in WANTING and not clause.relations:
                continue  # "I still need the red one"
            (kept if spares else done).update(clause.objects)
            kept.update(clause.likely if spares else ())
            for _, _, targets in clause.relations:
                (kept if clause.negated else done).update(targets)
            kept.update(clause.excepted)
        return frozenset(kept - done)


Rule = Callable[[Case, Said], Iterator[Finding]]
"""Yields what one of a task's sentences says otherwise than its goal."""


def finding(kind: str, text: str) -> Finding:
    """Return a finding; its kind is checked as it is made."""
    return Finding(kind=kind, text=text)  # type: ignore[arg-type]


def asked(fact: Fact) -> str:
    """Return a fact in words."""
    senses = fact.senses()
    if senses and fact.parts:
        name, part = fact.parts[0]
        return f"the {part} of {name} to be {' and '.join('open' if s == 'open' else 'closed' for s in sorted(senses))}"
    text = f"{' and '.join(fact.subjects[:3])} {fact.kind.replace('_', ' ')} {' and '.join(fact.targets[:3])}".strip()
    text += "" if fact.final else " on the way"
    return text if fact.wanted else f"not {text}"
