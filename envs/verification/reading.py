"""An instruction read clause by clause: the verb, what it is done to, and what that is to be in, on or near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from envs.verification import words as w
from envs.verification.beginning import Beginning
from envs.verification.grammar import MODALS, Grammar, asking
from envs.verification.nouns import single
from envs.verification.tokens import PRONOUNS, Named, Tie, Word

ASIDES = w.listed(
    "of from off with at for to without until through against about along across around over between above below behind"
    " beneath using"
)
"""Prepositions whose objects say nothing that a relation of the goal must hold of."""
DEGREES = frozenset({"more", "less", "further", "too", "quite", "necessarily"})
"""Words behind "not" that limit what is asked."""
STATES = w.listed("should be is belongs goes are belong go must rest stand sits stands lies rests lie sit")
"""Verbs whose subject stands before them."""


@dataclass
class Clause:
    """One verb with its objects, the senses said of things, and relations with their targets.

    `bare` are the numbers of the relations that end their clause: "put the ball inside". A `negated` clause says what
    is not to be done, `excepted` what is left out of "all", `between` what something is to be between. An
    `inverted` one says where before it says what: "on the plate goes the can". `likely` is what pronouns most likely
    stand for.
    """

    verb: str
    negated: bool = False
    objects: list[Named] = field(default_factory=list)
    relations: list[tuple[str, str, list[Named]]] = field(default_factory=list)
    senses: list[tuple[str, str, Named | None]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    bare: set[int] = field(default_factory=set)
    excepted: list[Named] = field(default_factory=list)
    between: list[Named] = field(default_factory=list)
    inverted: bool = False
    likely: list[Named] = field(default_factory=list)


def clauses(found: list[Word], ties: Sequence[Tie], beginning: Beginning) -> list[Clause]:
    """Read the words of a sentence."""
    return _Reader(asking(found), ties, beginning).read()


class _Reader:
    """Walks over the words once and keeps what was named last."""

    def __init__(self, found: list[Word], ties: Sequence[Tie], beginning: Beginning) -> None:
        self.words, self.ties, self.beginning, self.scene = found, ties, beginning, beginning.scene
        self.at = Grammar(found)
        self.clauses = [Clause("")]
        self.aside = self.between = 0  # how many of the things named next are told of only, or stand on either side
        self.negating = self.excepting = False
        self.past: list[Named] = []

    def read(self) -> list[Clause]:
        k = 0
        while k < len(self.words):
            k = self._step(k)
        for item in self.clauses:  # "in two layers" says nothing of where
            item.relations = [told for n, told in enumerate(item.relations) if told[2] or n in item.bare]
        return [item for item in self.clauses if item.verb or item.objects or item.relations or item.senses]

    def _step(self, k: int) -> int:
        word, clause = self.words[k], self.clauses[-1]
        if word.told:
            self._told(k)
            return k + 1
        clause.words.append(word.text)
        if word.tie is not None:
            return self._tie(k)
        phrase = next((p for p in w.PHRASES if self.at.begins(k, p)), None)
        if phrase is not None:
            self._relate(w.PHRASES[phrase], phrase)
            after = k + len(phrase.split())
            self._bare(after - 1)
            return after
        text = word.text
        self.negating = self.negating and text != ","
        if text in (";", ":", ".", "!", "?"):
            self._sentence(text)
            return k + 1
        if clause.negated and clause.verb in STATES and w.past(text) is not None:
            clause.verb, self.aside = w.past(text) or text, 0
            return k + 1
        if self._negates(k):
            return k + 1
        if text in w.ATTRIBUTES and self.at.described(k):
            return k + 1
        if text in ("on", "off") and self._switched(k):
            return k + 1
        if text.endswith("ed") and w.past(text) is not None and self.at.text(k - 1) in ("have", "has", "had", "you"):
            self._verb(w.past(text) or text)
            return k + 1
        if w.base(text) is not None and self.at.is_verb(k, negated=self.negating):
            self._verb(w.base(text) or text)
            return k + 1
        if (
            text in w.OPENING | w.CLOSING
            and not self.at.attributive(k)
            and not self.at.of_others(k)
            and not self.at.by_now(k)
            and not self.at.denied(k)
        ):
            clause.senses.append((text, "open" if text in w.OPENING else "close", self._last(joint=True)))
        elif text in w.REMAINING and not clause.verb and clause.objects:
            clause.verb = "keep"
        elif clause.words[-2:-1] == [","] and clause.verb == "keep" and not clause.relations and text in ("but", "and"):
            self.clauses.append(Clause(""))
        elif text in STATES and not clause.verb:
            clause.verb = text
        elif text in w.RELATIONS and (self.at.relative(k) or self.at.by_whom(k) or self.at.by_how_many(k)):
            self.aside = 1
        elif text in w.RELATIONS and clause.words[:-1] == [clause.verb] and clause.verb in w.FORCING:
            pass  # "push in the drawer", "pull on the handle"
        elif text in w.RELATIONS and self.at.text(k + 1) in ("it", "that") and self.at.begins_noun(k + 2):
            self.clauses.append(Clause(""))  # "and on that the blue cube"
        elif text in w.PARTICLES and self._particle(k):
            pass  # "drop in the block"
        elif text in w.RELATIONS and self._where_it_is(k):
            self.aside = 1
        elif text in w.RELATIONS and (self.at.governs(k) or self.at.ends(k)):
            self._relate(w.RELATIONS[text], text)
            self._bare(k)
        elif text == "but" and clause.negated and self.at.begins_noun(k + 1):
            self.clauses.append(Clause(""))  # "not the red one but the green one"
            self.aside = 0
        elif text == "but" and clause.negated and self.at.text(k + 1) in w.RELATIONS:
            self.clauses.append(Clause(clause.verb, objects=list(clause.objects)))  # "not on it but in it"
            self.aside = 0
        elif text == "," and clause.verb in STATES and clause.objects and self.at.another_subject(k):
            self.clauses.append(Clause(""))  # "the lid is to be shut, the door is not"
            self.aside = 0
        elif clause.relations and not clause.relations[-1][2] and (owner := self._having(text)) is not None:
            clause.relations[-1][2].append(owner)  # "into the pocket of the fixture": in the fixture
        elif text == "of" and clause.relations and self._on_top(k):
            pass  # "on top of the box"
        elif text in ASIDES:
            self.aside = 2 if text in ("across", "over") and self.at.pair(k + 1) else 1
            self.between = 2 if text == "between" else 0
        elif text in PRONOUNS | {"two"} and self.between and len(self.past) > 1 and self.at.stands_alone(k):
            others = [item for item in self.past if item not in clause.objects]
            clause.between += others[-2:] if len(others) > 1 else self.past[:-1][-2:]
            self.aside = self.between = 0
        elif text in PRONOUNS and (self.at.stands_alone(k) or (self.at.text(k + 1) == "one" and self.at.ends(k + 1))):
            self._pronoun(text)
        elif text in ("and", "then", ",", "but", "not") and clause.relations and self.at.another_subject(k):
            self.clauses.append(Clause(""))
            self.aside = 0
        elif text in ("and", "then", ",", "but", "not") and clause.relations and self.at.another_relation(k):
            self.clauses.append(Clause(clause.verb))
            self.aside = 0
        return k + 1

    def _tie(self, k: int) -> int:
        number = self.words[k].tie
        end = k
        while end < len(self.words) and self.words[end].tie == number:
            end += 1
        named = self.ties[number or 0].named
        clause = self.clauses[-1]
        clause.words += [item.text for item in self.words[k + 1 : end]]
        self._name(named)
        return end

    def _told(self, k: int) -> None:
        """Take what is only told of: pronouns may stand for it."""
        number = self.words[k].tie
        if number is not None and self.words[k - 1].tie != number:
            self.past.append(self.ties[number].named)

    def _name(self, named: Named) -> None:
        clause = self.clauses[-1]
        if self.excepting:
            self.excepting = False
            clause.excepted.append(named)
            return
        if self.between:
            self.between -= 1
            self.aside = min(self.between, 1)
            clause.between.append(named)
            return
        if self.aside:  # "the lever of the door": what is said next is said of the lever
            self.aside -= 1
            self.past.insert(max(len(self.past) - 1, 0), named)
            return
        if len(clause.relations) - 1 in clause.bare and clause.words[-2:-1] != [clause.relations[-1][1]]:
            self.clauses.append(Clause(clause.verb, objects=[named]))  # "the green one on it, the blue one on that"
            self.past.append(named)
            return
        if clause.relations and not clause.inverted:
            clause.relations[-1][2].append(named)
        else:
            clause.objects.append(named)
        self.past.append(named)

    def _pronoun(self, text: str) -> None:
        clause = self.clauses[-1]
        joint = clause.verb in w.OPENING | w.CLOSING | w.SWITCHING
        named = self._last(joint=joint)
        if not (joint and named is not None and text == "it"):
            free = [item for item in self.past if item.part is None] or self.past
            named = Named(tuple(dict.fromkeys(name for item in free for name in item.objects)), None, text)
        if self.aside or clause.relations:
            self.aside = 0
            return  # "in it" leaves open in what
        clause.objects.append(named)
        clause.likely += self.past[-1:]

    def _verb(self, text: str) -> None:
        self.aside = self.between = 0
        clause = self.clauses[-1]
        if self.negating:
            self.negating = False
            self.clauses.append(Clause(text, negated=True, words=[text]))
            return
        if text in STATES and not clause.verb and not clause.objects and clause.relations and clause.relations[-1][2]:
            clause.verb, clause.inverted = text, True  # "on the plate goes the can"
            return
        told = clause.words[clause.words.index(clause.verb) + 1 :] if clause.verb in clause.words else []
        parted = {",", "but"} & set(told) and bool(w.PERSONS & set(told))
        if (clause.verb in STATES and not w.JOINING & set(clause.words) and not parted) or (
            not clause.verb and clause.objects and text in ("need", "want", "should")
        ):
            clause.verb = clause.verb or text
            return
        self.clauses.append(Clause(text, words=[text]))

    def _having(self, text: str) -> Named | None:
        """Return what a tied phrase names of which a word says a volume: what has the pocket, the holes."""
        for tie in self.ties:
            models = [self.scene.asset(name) for name in tie.named.objects if name in self.scene.objects]
            if any({text, single(text)} & set(place.name.split("_")) for item in models for place in item.volumes):
                return tie.named
        return None

    def _on_top(self, k: int) -> bool:
        """Whether "of" stands between "on top" and what something is put on."""
        return self.at.text(k - 1) == "top" and bool(self.clauses[-1].objects) and self.at.text(k + 1) != "that"

    def _particle(self, k: int) -> bool:
        """Whether "in" or "on" belongs to the verb before it, since nothing can be in or on what follows."""
        tie = next((item.tie for item in self.words[k + 1 : k + 4] if item.tie is not None), None)
        verb = self.clauses[-1].verb
        if tie is None or verb not in w.PUTTING or self.clauses[-1].words[:-1] != [verb]:
            return False
        models = [self.scene.asset(name) for name in self.ties[tie].named.objects if name in self.scene.objects]
        return not any(model.volumes or model.fixed_base or model.category in w.ENTERED for model in models)

    def _where_it_is(self, k: int) -> bool:
        """Whether a relation tells where a thing stands at the start: "the can on the blue zone goes to the bin"."""
        before, clause = self.words[k - 1] if k else None, self.clauses[-1]
        if before is None or before.tie is None or before.told or not self.at.governs(k):
            return False
        asks = clause.verb in w.PUTTING | (w.MOVING - {"make"}) | STATES
        if clause.relations or (asks and not self.at.goes_on(k + 1)):
            return False
        target = next((item.tie for item in self.words[k + 1 : k + 5] if item.tie is not None), None)
        if target is None:
            return False
        relation = w.RELATIONS[self.at.text(k)]
        return self.beginning.stands(relation, [self.ties[before.tie].named], [self.ties[target].named])

    def _relate(self, relation: str, text: str) -> None:
        self.aside = self.between = 0
        last = self.clauses[-1]
        if last.inverted and last.objects:
            self.clauses.append(Clause(""))
        self.clauses[-1].relations.append((relation, text, []))

    def _bare(self, last: int) -> None:
        """Note that a relation, of which this is the last word, ends its clause or says only "in each", "on it"."""
        ahead = {self.at.text(k) for k in range(last + 1, last + 4)}
        arranged = self.clauses[-1].relations[-1][0] == "near" and bool(w.FORMATIONS & ahead)  # "next to two layers"
        alone = self.at.text(last + 1) in ("each", "it", "them") and self.at.ends(last + 1)
        if arranged or alone or self.at.ends(last):
            self.clauses[-1].bare.add(len(self.clauses[-1].relations) - 1)

    def _last(self, *, joint: bool) -> Named | None:
        """Return what was named last that can be opened, or that is no part and stands free."""
        for named in reversed(self.past):
            parts = any(self.scene.asset(name).parts for name in named.objects if name in self.scene.objects)
            fixed = all(self.scene.asset(name).fixed_base for name in named.objects if name in self.scene.objects)
            if (joint and (named.part is not None or parts)) or (not joint and named.part is None and not fixed):
                return named
        return self.past[-1] if self.past and not joint else None

    def _sentence(self, stop: str) -> None:
        """Begin another sentence; behind a colon the same is told in detail."""
        self.aside, self.between, self.negating = 0, 0, False
        verb = self.clauses[-1].verb
        if verb or self.clauses[-1].objects or self.clauses[-1].relations:
            self.clauses.append(Clause(verb if stop == ":" and verb in w.MOVING else ""))

    def _negates(self, k: int) -> bool:
        """Take a word by which something is not to be done, or is left out of all."""
        phrase = next((p for p in w.EXCEPTIONS if self.at.begins(k, p)), None)
        last = k + len(phrase.split()) if phrase else k
        if phrase is not None and self.at.begins_noun(last) and (phrase != "but" or self.at.of_all(k)):
            self.excepting = True
            return True
        if self.at.text(k - 1) in w.STANDS and self.at.text(k - 2) in ("that", "which"):
            return False  # "everything that is not red"
        if self.at.text(k + 1) in DEGREES:
            return False  # "halfway, not more and not less"
        if self.at.text(k) not in w.NEGATIONS or w.FORGETTING & {self.at.text(k + 1), self.at.text(k + 2)}:
            return False
        self.aside = 0
        if self.at.text(k) == "without" and self.at.begins_noun(k + 1):
            self.aside = 1  # "without the can the plate looks empty"
            return True
        other = self.at.text(k - 1) in ("but", ",") and self.at.begins_noun(k + 1)  # "the red one, not the green one"
        if self.at.text(k - 1) in MODALS and self.clauses[-1].objects and not self.clauses[-1].verb:
            self.clauses[-1].verb, self.clauses[-1].negated = "must", True  # "the mug may not be moved"
        elif (
            self.clauses[-1].verb in STATES and not self.clauses[-1].relations and not other
        ):  # "the mug must not be moved"
            self.clauses[-1].negated = True
        elif self.at.begins_noun(k + 1) or self.at.text(k + 1) in w.RELATIONS:  # "but not the red one", "not on it"
            self.clauses.append(Clause("", negated=True))
        else:
            self.negating = True
        return True

    def _switched(self, k: int) -> bool:
        """Take "on" or "off" as what is done with a joint where it is: "turn on the tap", "turn it off"."""
        text, clause = self.at.text(k), self.clauses[-1]
        sense = "open" if text == "on" else "close"
        if self.at.text(k - 1) in w.TURNING and self.at.begins_noun(k + 1):
            tie = next((item.tie for item in self.words[k + 1 : k + 5] if item.tie is not None), None)
            clause.senses.append((text, sense, None if tie is None else self.ties[tie].named))
            return True
        if set(clause.words) & w.SWITCHING and not self.at.begins_noun(k + 1):
            clause.senses.append((text, sense, self._last(joint=True)))
            return True
        return False
