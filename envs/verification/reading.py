"""An instruction read clause by clause: the verb, what it is done to, and what that is to be in, on or near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from envs.task.scene_model import SceneModel
from envs.verification import words as w
from envs.verification.grammar import Grammar, asking
from envs.verification.nouns import single
from envs.verification.tokens import PRONOUNS, Named, Tie, Word, tokens

ASIDES = frozenset({"of", "from", "off", "with", "at", "for", "to", "without", "until", "through", "against", "about",
                    "along", "across", "around", "over", "between", "above", "below", "behind", "using"})  # fmt: skip
"""Prepositions whose objects say nothing that a relation of the goal must hold of."""
STATES = frozenset({"should", "be", "is", "belongs", "goes", "are", "belong", "go", "must", "rest", "stand",
                    "lie", "sit"})  # fmt: skip
"""Verbs whose subject stands before them."""


@dataclass
class Clause:
    """One verb with its objects, the senses said of things, and relations with their targets.

    `bare` are the numbers of the relations that end their clause: "put the ball inside". A `negated` clause says what
    is not to be done, `excepted` what is left out of "all", `between` what something is to be between.
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


def clauses(sentence: str, ties: Sequence[Tie], scene: SceneModel) -> list[Clause]:
    """Read a sentence."""
    return _Reader(asking(tokens(sentence, ties)), ties, scene).read()


class _Reader:
    """Walks over the words once and keeps what was named last."""

    def __init__(self, found: list[Word], ties: Sequence[Tie], scene: SceneModel) -> None:
        self.words, self.ties, self.scene = found, ties, scene
        self.at = Grammar(found)
        self.clauses = [Clause("")]
        self.aside = False
        self.negating = self.excepting = False
        self.between = 0
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
        if text in (";", ":", ".", "!", "?"):
            self._sentence(text)
            return k + 1
        if clause.negated and clause.verb in STATES and w.past(text) is not None:
            clause.verb, self.aside = w.past(text) or text, False
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
        elif text in w.RELATIONS and (self.at.relative(k) or self.at.by_whom(k)):
            self.aside = True
        elif text in w.RELATIONS and clause.words[:-1] == [clause.verb] and self._with_verb(k):
            pass  # "push in the drawer", "pull on the handle", "throw in the ball"
        elif text in w.RELATIONS and self.at.text(k + 1) in ("it", "that") and self.at.begins_noun(k + 2):
            self.clauses.append(Clause(""))  # "and on that the blue cube"
        elif text in w.RELATIONS and (self.at.governs(k) or self.at.ends(k)):
            self._relate(w.RELATIONS[text], text)
            self._bare(k)
        elif clause.relations and not clause.relations[-1][2] and (owner := self._having(text)) is not None:
            clause.relations[-1][2].append(owner)  # "into the pocket of the fixture": in the fixture
        elif text == "of" and clause.relations and self._on_top(k):
            pass  # "on top of the box"
        elif text in ASIDES:
            self.aside = True
            self.between = 2 if text == "between" else 0
        elif text in PRONOUNS and self.at.stands_alone(k):
            self._pronoun(text)
        elif text in ("and", "then", ",", "but", "not") and clause.relations and self.at.another_subject(k):
            self.clauses.append(Clause(""))
            self.aside = False
        elif text in ("and", "then", ",", "but", "not") and clause.relations and self.at.another_relation(k):
            self.clauses.append(Clause(clause.verb))
            self.aside = False
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

    def _name(self, named: Named) -> None:
        clause = self.clauses[-1]
        if self.excepting:
            self.excepting = False
            clause.excepted.append(named)
            return
        if self.between:
            self.between -= 1
            self.aside = self.between > 0
            clause.between.append(named)
            return
        if self.aside:  # "the lever of the door": what is said next is said of the lever
            self.aside = False
            self.past.insert(max(len(self.past) - 1, 0), named)
            return
        if clause.relations:
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
            self.aside = False
            return  # "in it" leaves open in what
        clause.objects.append(named)

    def _verb(self, text: str) -> None:
        self.aside, self.between = False, 0
        clause = self.clauses[-1]
        if self.negating:
            self.negating = False
            self.clauses.append(Clause(text, negated=True, words=[text]))
            return
        if (clause.verb in STATES and not w.JOINING & set(clause.words)) or (
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

    def _with_verb(self, k: int) -> bool:
        """Whether a relation behind its verb belongs to it: what follows is no place, or is only pushed or pulled."""
        tie = next((item.tie for item in self.words[k + 1 : k + 5] if item.tie is not None), None)
        names = () if tie is None else self.ties[tie].named.objects
        models = [self.scene.asset(name) for name in names if name in self.scene.objects]
        solid = bool(models) and not any(model.volumes or model.fixed_base for model in models)
        return self.clauses[-1].verb in w.FORCING or (self.at.text(k) == "in" and solid)

    def _on_top(self, k: int) -> bool:
        """Whether "of" stands between "on top" and what something is put on."""
        return self.at.text(k - 1) == "top" and bool(self.clauses[-1].objects) and self.at.text(k + 1) != "that"

    def _relate(self, relation: str, text: str) -> None:
        self.aside, self.between = False, 0
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
        self.aside, self.between, self.negating = False, 0, False
        verb = self.clauses[-1].verb
        if verb or self.clauses[-1].objects:
            self.clauses.append(Clause(verb if stop == ":" and verb in w.MOVING else ""))

    def _negates(self, k: int) -> bool:
        """Take a word by which something is not to be done, or is left out of all."""
        phrase = next((p for p in w.EXCEPTIONS if self.at.begins(k, p)), None)
        last = k + len(phrase.split()) if phrase else k
        if phrase is not None and self.at.begins_noun(last) and (phrase != "but" or self.at.of_all(k)):
            self.excepting = True
            return True
        if self.at.text(k) not in w.NEGATIONS or w.FORGETTING & {self.at.text(k + 1), self.at.text(k + 2)}:
            return False
        self.aside = False
        other = self.at.text(k - 1) == "but" and self.at.begins_noun(k + 1)  # "the red one but not the green one"
        if (
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
