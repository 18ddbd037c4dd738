"""Whether sentence and goal agree: what is said is tested, what is tested is said, and no word says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from pydantic import BaseModel

from envs.assets.model import Volume
from envs.task.goals import Sequence, Unchanged
from envs.task.mentions import walk
from envs.task.predicates import Lifted
from envs.task.refs import PartRef, PlaceRef
from envs.task.scene_model import SceneModel
from envs.task.spec import Span, TaskSpec
from envs.task.stages import Pick, Place, Push, Sweep
from envs.verification import words as w
from envs.verification.figures import figure_findings
from envs.verification.goal_facts import Fact, facts, members
from envs.verification.nouns import Nouns, of_object
from envs.verification.parts import already, carried, linked
from envs.verification.phrases import Phrases
from envs.verification.reading import STATES, Clause, Named, Tie, Word, clauses, named_text, tokens
from envs.verification.verdict import Finding

REPORTED = ("untied_word",)
"""Kinds of findings that are no certain disagreement: they are reported and reject nothing."""
NO_PLACING = frozenset({"joint_fraction", "lifted", "grasped", "upright", "unchanged", "aligned"})
"""Predicates that do not say where an object is."""
NEITHER = frozenset({"lifted", "grasped", "upright", "unchanged", "joint_fraction"})


def disagreements(spec: TaskSpec, scene: SceneModel) -> tuple[Finding, ...]:
    """Return every point on which a spec's sentences and its goal disagree; nothing where they agree.

    Every span must be tested by the goal, every object of the goal be named, and no word may say what the goal does
    not ask. Paraphrases name nothing by span: only what contradicts the goal is found in them.
    """
    check = _Agreement(spec, scene)
    found = [*check.spans(), *check.unnamed(), *check.handled(), *check.sentence()]
    found += figure_findings(spec, scene, check.facts)
    for paraphrase in spec.paraphrases:
        found += check.paraphrase(paraphrase)
    return tuple(dict.fromkeys(found))


def certain(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that are certain; a word that nothing ties may describe the scene and is only reported."""
    return tuple(item for item in found if item.kind not in REPORTED)


@dataclass(frozen=True)
class _Said:
    """A sentence with what its phrases are tied to."""

    text: str
    ties: tuple[Tie, ...]
    quote: str = "the sentence"


class _Agreement:
    """The goal's facts beside the sentence."""

    def __init__(self, spec: TaskSpec, scene: SceneModel) -> None:
        self.spec, self.scene = spec, scene
        self.facts = facts(spec, scene)
        self.groups = members(spec)
        self.nouns = Nouns(spec, scene)
        named = [item for item in self.facts if not isinstance(item.predicate, Unchanged)]
        self.goal_objects = tuple(dict.fromkeys(name for item in named for name in item.objects))
        self.ties = tuple(self._tie(span) for span in spec.spans if span.relation is None)
        self.said = _Said(spec.instruction, self.ties)
        self.phrases = Phrases(spec, scene, self.nouns, self.ties, self.goal_objects)

    def _tie(self, span: Span) -> Tie:
        objects = self.groups.get(span.object, (span.object,))
        return Tie(span.start, span.end, Named(objects, span.part, self.spec.instruction[span.start : span.end]))

    # what is tied

    def spans(self) -> Iterator[Finding]:
        """Spans that the goal does not test, that call a thing what it is not, or that could be another thing."""
        for span in self.spec.spans:
            text = self.spec.instruction[span.start : span.end]
            if span.relation is not None:
                if not any(item.kind == span.relation and span.object in self._subjects(item) for item in self.facts):
                    yield _finding(
                        "untested_span", f"{text!r} is tied to {span.relation!r}, which the goal does not ask"
                    )
                continue
            tie = self._tie(span)
            if not any(self._tests(item, tie.named) for item in self.facts):
                yield _finding("untested_span", f"the goal does not test {named_text(tie.named)}, which {text!r} names")
            yield from self.phrases.findings(tie)

    def _subjects(self, fact: Fact) -> tuple[str, ...]:
        return (*fact.objects, *(group for group, names in self.groups.items() if set(names) & set(fact.objects)))

    def _tests(self, fact: Fact, named: Named) -> bool:
        if fact.empty:
            return False
        if named.part is not None:
            return any((name, named.part) in fact.parts for name in named.objects)
        return bool(set(named.objects) & set(fact.objects))

    # what is asked

    def unnamed(self) -> Iterator[Finding]:
        """Objects and parts that the goal asks about and no phrase names."""
        parts = {(name, tie.named.part) for tie in self.ties for name in tie.named.objects}
        named = {name for name, _ in parts}
        counted = self._counted()
        for name in self.goal_objects:
            if name not in named and name not in counted:
                yield _finding("unnamed_object", f"the goal asks about {name}, which no phrase of the sentence names")
        for fact in self.facts:
            if isinstance(fact.predicate, Unchanged):
                continue
            for name, part in fact.parts:
                whole = (name, None) in parts or name not in named
                if not whole and (name, part) not in parts and not carried(self.scene, name, part, parts):
                    said = f"the goal asks about the {part} of {name}, which no phrase of the sentence names"
                    yield _finding("unnamed_object", said)

    def handled(self) -> Iterator[Finding]:
        """Objects and parts that the solution handles and neither sentence nor goal speaks of.

        What starts on or in a thing that is spoken of may be in the way, and a part may have to move for one that hangs
        on it.
        """
        named = {name for tie in self.ties for name in tie.named.objects} | set(self.goal_objects) | self._counted()
        spoken = {(name, tie.named.part) for tie in self.ties for name in tie.named.objects}
        spoken |= {part for fact in self.facts for part in fact.parts}
        whole = {name for name, part in spoken if part is None}
        starts = {item.name: item for item in self.spec.scene.objects}
        for stage in self.spec.stages:
            for item in (item for action in stage.actions for item in walk(action)):
                for name in _handled(item):
                    support = starts[name].support if name in starts else None
                    grouped = {one for group in self.groups.values() if set(group) & named for one in group}
                    if name not in named | grouped and (support is None or support.object not in named):
                        text = f"stage {stage.name!r} handles {name}, of which neither sentence nor goal speaks"
                        yield _finding("unnamed_object", text)
                if isinstance(item, PartRef) and item.object not in whole:
                    parts = {one for one in spoken if one[0] == item.object}
                    if (item.object, item.part) not in parts and not linked(self.scene, item.object, item.part, parts):
                        text = f"stage {stage.name!r} moves the {item.part} of {item.object}, of which neither sentence"
                        yield _finding("unnamed_object", f"{text} nor goal speaks")

    def _counted(self) -> frozenset[str]:
        """Objects of the goal that are named together: "three blocks" where it asks about three."""
        found = set[str]()
        for noun, count, plural in self.nouns.counted(tokens(self.spec.instruction, self.ties)):
            own = [name for name in self.goal_objects if noun in of_object(self.scene.asset(name))]
            if own and (count == len(own) or (count is None and plural)):
                found |= set(own)
        return frozenset(found)

    # what is said

    def sentence(self) -> Iterator[Finding]:
        """Words of the instruction that nothing ties or that the goal contradicts."""
        yield from self._untied(self.said, strict=True)
        yield from self._clauses(self.said, strict=True)

    def paraphrase(self, text: str) -> Iterator[Finding]:
        """Words of a paraphrase that the goal contradicts."""
        said = _Said(text, self.nouns.ties(text, self.ties, self.goal_objects), f"the paraphrase {text!r}")
        yield from self._untied(said, strict=False)
        yield from self._clauses(said, strict=False)

    def _untied(self, said: _Said, *, strict: bool) -> Iterator[Finding]:
        named = {name for tie in self.ties for name in tie.named.objects} | self._counted()
        if not strict:
            named |= set(self.goal_objects)
        known = {noun for name in named for noun in of_object(self.scene.asset(name)) if name in self.scene.objects}
        unnamed = {noun for name in self.goal_objects for noun in of_object(self.scene.asset(name))}
        found = tokens(said.text, said.ties)
        for noun, words in self.nouns.untied(found):
            if noun not in known and (not strict or noun not in unnamed):
                kind = "untied_word" if strict else "contradicted_word"
                yield _finding(kind, f"{said.quote} speaks of {words!r}, which the goal does not ask about")
        for noun, count, _ in self.nouns.counted(found):
            own = [name for name in self.goal_objects if noun in of_object(self.scene.asset(name))]
            if own and count is not None and count != len(own):
                yield _finding(
                    "contradicted_word", f"{said.quote} speaks of {count} {noun}s, the goal asks about {len(own)}"
                )
        for k, word in enumerate(found):
            if word.tie is None and word.text in w.UNTESTED and not self._tested(w.UNTESTED[word.text], found, k):
                kind = "contradicted_word" if word.text == "upright" else "untied_word"
                yield _finding(kind, f"{said.quote} says {word.text!r}, which the goal does not test")

    def _tested(self, relation: str, found: list[Word], k: int) -> bool:
        plain = {"inside", "on", "near", "joint_fraction", "lifted", "grasped", "unchanged"}
        if relation == "upright":
            plain.discard("upright")
            return any(item.kind == "upright" or item.kind not in plain for item in self.facts)
        return any(item.kind not in plain | {"upright"} for item in self.facts)

    def _clauses(self, said: _Said, *, strict: bool) -> Iterator[Finding]:
        read = clauses(said.text, said.ties, self.scene)
        spoken: dict[tuple[str, str], list[str]] = {}
        for clause in read:
            for word, sense, named in self._senses(clause):
                yield from self._sense(said, word, sense, named, spoken)
            yield from self._placing(said, clause, strict=strict)
            yield from self._holding(said, clause)
        if strict:
            yield from self._unsaid(spoken)
        yield from self._order(said, read)

    def _senses(self, clause: Clause) -> Iterator[tuple[str, str, Named | None]]:
        yield from clause.senses
        if clause.verb in w.OPENING | w.CLOSING and not clause.senses:
            sense = "open" if clause.verb in w.OPENING else "close"
            for named in clause.objects or [None]:
                yield clause.verb, sense, named

    def _sense(
        self, said: _Said, word: str, sense: str, named: Named | None, spoken: dict[tuple[str, str], list[str]]
    ) -> Iterator[Finding]:
        own = [item for item in self.facts if item.senses() and (named is None or self._tests_joint(item, named))]
        for item in own:
            for part in item.parts:
                spoken.setdefault(part, []).append(sense)
        for item in own:
            if (
                sense in item.senses()
                and item.step is None
                and word in w.OPENING | w.CLOSING
                and already(self.spec, self.scene, item)
            ):
                yield _finding("contradicted_word", f"{said.quote} says {word!r}; {_asked(item)} is so at the start")
        if named is None and not any(item.senses() for item in self.facts):
            return  # what is opened or closed is no joint of the goal: "close the gap"
        if not any(sense in item.senses() for item in own):
            of = "" if named is None else f" of {named_text(named)}"
            asked = " and ".join(sorted({_asked(item) for item in own})) or "nothing of the kind"
            yield _finding("contradicted_word", f"{said.quote} says {word!r}{of}; the goal asks {asked}")

    def _tests_joint(self, fact: Fact, named: Named) -> bool:
        return any(
            name in named.objects
            and (named.part is None or part == named.part or carried(self.scene, name, part, {(name, named.part)}))
            for name, part in fact.parts
        )

    def _unsaid(self, spoken: dict[tuple[str, str], list[str]]) -> Iterator[Finding]:
        """Find what the goal asks of a joint beside what the sentence says of it."""
        for fact in self.facts:
            for part in fact.parts:
                if fact.senses() and len(fact.senses()) == 1 and part in spoken:
                    (sense,) = fact.senses()
                    if sense not in spoken[part]:
                        text = f"the goal asks {_asked(fact)}; the sentence says only {spoken[part][0]!r} of it"
                        yield _finding("contradicted_word", text)

    def _placing(self, said: _Said, clause: Clause, *, strict: bool) -> Iterator[Finding]:
        places = clause.verb in w.PUTTING | w.MOVING | STATES or (not clause.verb and not strict)
        for named in clause.objects:
            if clause.verb in w.PUTTING and named.part is None and not self._facts_of(named, placing=True):
                yield _finding(
                    "untested_span",
                    f"{said.quote} says {clause.verb!r} of {named_text(named)}; the goal does not",
                )
        for relation, word, targets in clause.relations:
            if not places or (not targets and not clause.objects and said.quote != "the sentence"):
                continue
            for named in clause.objects or [None]:
                if named is not None and named.part is not None:
                    continue
                yield from self._related(said, relation, word, named, targets)

    def _related(
        self, said: _Said, relation: str, word: str, named: Named | None, targets: list[Named]
    ) -> Iterator[Finding]:
        own = self.facts if named is None else self._facts_of(named, placing=True)
        allowed = set(w.TESTED_BY[relation])
        for target in targets:
            allowed |= self._also(relation, target)
        right = [
            item
            for item in own
            if item.wanted
            and (item.final or self._ordered(said))
            and (item.kind in allowed or relation in self._says(item))
            and (not targets or any(self._target(item, target) for target in targets))
        ]
        if not right:
            what = "" if named is None else f"{named_text(named)} "
            where = " and ".join(named_text(item) for item in targets)
            asked = (
                "; ".join(sorted({_asked(item) for item in own if item.kind not in NEITHER})) or "nothing of the kind"
            )
            yield _finding("contradicted_word", f"{said.quote} says {what}{word} {where}; the goal asks {asked}")

    def _ordered(self, said: _Said) -> bool:
        """Whether the sentence speaks of one thing after another."""
        return any(item.text in w.ORDER for item in tokens(said.text, said.ties))

    def _says(self, fact: Fact) -> frozenset[str]:
        """Return the relations that a predicate beside in, on and near tests; a pose may be any."""
        if fact.kind in NEITHER | {"inside", "on", "near"}:
            return frozenset()
        refs = [ref for ref in walk(fact.predicate) if isinstance(ref, PlaceRef)]
        if refs and fact.kind in ("matched", "share_inside"):
            solid = any(isinstance(self.scene.find_place(ref), Volume) for ref in refs)
            flat = all(self.scene.asset(ref.object).category in w.ENTERED for ref in refs)
            return frozenset({"in"} if solid else {"on", "in"} if flat else {"on"})
        return w.ALSO_TESTED.get(fact.kind, frozenset(w.TESTED_BY))

    def _also(self, relation: str, target: Named) -> set[str]:
        """Return what else tests a relation: what has no inside is filled by what lies on it."""
        for name in target.objects:
            if name not in self.scene.objects:
                continue
            asset = self.scene.asset(name)
            if relation == "in" and not asset.volumes and asset.category in w.ENTERED:
                return {"on"}
        return set()

    def _target(self, fact: Fact, target: Named) -> bool:
        others = set(fact.targets) or set(fact.objects)
        if target.part is not None:
            return any((name, target.part) in fact.parts for name in target.objects)
        return bool(others & set(target.objects)) or not fact.targets

    def _facts_of(self, named: Named, *, placing: bool) -> list[Fact]:
        return [
            item
            for item in self.facts
            if set(named.objects) & set(item.subjects) and not (placing and item.kind in NO_PLACING)
        ]

    def _holding(self, said: _Said, clause: Clause) -> Iterator[Finding]:
        if clause.verb in w.HOLDING and not any(item.held > 0 or item.kind == "grasped" for item in self.facts):
            yield _finding("untied_word", f"{said.quote} says {clause.verb!r}; the goal asks for no time and no grasp")
        for named in clause.objects if clause.verb in w.LOWERING else ():
            if any(isinstance(item.predicate, Lifted) for item in self._facts_of(named, placing=False)):
                yield _finding(
                    "contradicted_word", f"{said.quote} says {clause.verb!r} of {named_text(named)}; the goal lifts it"
                )
        if clause.verb in w.LIFTING | w.HOLDING and all(named.part is None for named in clause.objects):
            for named in clause.objects:
                own = self._facts_of(named, placing=False)
                if not any(item.kind not in ("unchanged", "upright", "near") for item in own):
                    text = (
                        f"{said.quote} says {clause.verb!r} of {named_text(named)}; the goal asks nothing of the kind"
                    )
                    yield _finding("contradicted_word", text)

    def _order(self, said: _Said, read: list[Clause]) -> Iterator[Finding]:
        """Compare the order in which joints are said to be opened and closed with that of a sequence."""
        told = [
            (name, sense)
            for clause in read
            for _, sense, named in self._senses(clause)
            if named is not None
            for name in named.objects
        ]
        for goal in (item for item in walk(self.spec.goal) if isinstance(item, Sequence)):
            steps = [(fact.subjects[0], next(iter(fact.senses()))) for fact in self.facts
                     if fact.step is not None and len(fact.senses()) == 1 and fact.subjects]  # fmt: skip
            if len(told) > 1 and len(goal.goals) == len(steps) and sorted(told) == sorted(steps) and told != steps:
                yield _finding("contradicted_word", f"{said.quote} and the goal ask for the same in another order")
        if "sequence" not in {getattr(item, "kind", "") for item in walk(self.spec.goal)}:
            for first, second in pairwise(told):
                if first[0] == second[0] and first[1] != second[1] and len(self._joints(first[0])) < 2:
                    yield _finding("untied_word", f"{said.quote} asks for {first[1]!r} first; the goal asks no order")

    def _joints(self, name: str) -> set[tuple[str, str]]:
        return {part for item in self.facts if item.senses() for part in item.parts if part[0] == name}


def _handled(item: BaseModel) -> tuple[str, ...]:
    if isinstance(item, Pick | Place | Push):
        return (item.object,)
    return item.objects if isinstance(item, Sweep) else ()


def _finding(kind: str, text: str) -> Finding:
    return Finding(kind=kind, text=text)  # type: ignore[arg-type]


def _asked(fact: Fact) -> str:
    """Return a fact in words."""
    senses = fact.senses()
    if senses and fact.parts:
        name, part = fact.parts[0]
        return f"the {part} of {name} to be {' and '.join('open' if s == 'open' else 'closed' for s in sorted(senses))}"
    text = f"{' and '.join(fact.subjects[:3])} {fact.kind.replace('_', ' ')} {' and '.join(fact.targets[:3])}".strip()
    return text if fact.wanted else f"not {text}"
