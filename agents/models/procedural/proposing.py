"""The proposer's turn: look at the catalog, compare with what exists, propose what is least like it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from agents.models.procedural.ideas import Idea, ideas
from agents.models.procedural.reading import Call, Conversation
from agents.models.procedural.shelf import Shelf
from agents.models.procedural.target import nearness, wanted

LINE = re.compile(r"^- (?P<name>\w+): (?P<sentence>.*) \((?P<categories>[^()]*)\)(?:: (?P<outcome>.*))?$", re.MULTILINE)
INSTANCES = 1000
SEEN_EACH = 2


@dataclass(frozen=True)
class Known:
    """A task that exists or was tried: its name, its categories, how it ended ("" in the library)."""

    name: str
    categories: frozenset[str]
    outcome: str

    def verb_is(self, idea: Idea) -> bool:
        """Whether it does what the idea does."""
        return self.name.startswith(f"{idea.verb}_") or self.name.split("_")[0] == idea.name.split("_")[0]


def propose(talk: Conversation, rng: np.random.Generator, looks: np.random.Generator) -> list[Call]:
    """Return the next tool calls, or the call that gives the answer.

    `looks` draws which instances are looked at, the same for all candidates of a run: to show an asset is to build it.
    """
    listings = talk.data("list_assets")
    if not listings:
        return [("list_assets", {})]
    nouns = {item["name"]: item["noun"] for item in listings[0]["categories"]}
    numbers = {item["name"]: item.get("instances") or range(INSTANCES) for item in listings[0]["categories"]}
    shown = talk.data("show_asset")
    drawn = [(name, numbers[name][int(looks.integers(len(numbers[name])))]) for name in nouns for _ in range(SEEN_EACH)]
    if not shown:
        return [("show_asset", {"asset": f"{name}/{instance}"}) for name, instance in drawn]
    shelf = Shelf.of(shown, nouns)
    request = talk.sections.get("Request", "")
    words = frozenset[str]() if request.startswith("None") else wanted(request)
    known = [
        Known(m["name"], frozenset(m["categories"].split(", ")), m["outcome"] or "")
        for section in ("Tasks in the library near the request", "Tried in this run")
        for m in LINE.finditer(talk.sections.get(section, ""))
    ]
    choices = [(_score(idea, known, words, rng), idea) for idea in _possible(shelf, rng)]
    taken = {item.name for item in known}
    free = [(score, idea) for score, idea in choices if idea.name not in taken] or choices
    best = max(free, key=lambda pair: pair[0])[1]
    return [("Proposal", answer(best, known))]


def _possible(shelf: Shelf, rng: np.random.Generator) -> list[Idea]:
    """Return the ideas whose parts every instance seen of their category has."""
    return [
        idea
        for idea in ideas(shelf, rng)
        if all(
            len(shelf.instances(thing.category, _parts(idea, thing.name))) == len(shelf.instances(thing.category))
            for thing in idea.things
        )
    ] or ideas(shelf, rng)


def _parts(idea: Idea, name: str) -> set[str]:
    named = {n for condition in idea.success.conditions for n in condition.names}
    return {n.split(".")[1] for n in named if n.startswith(f"{name}.")}


def _score(idea: Idea, known: list[Known], words: frozenset[str], rng: np.random.Generator) -> float:
    """Return how good an idea is now: near the request, unlike what exists, not like what failed."""
    score = float(rng.uniform(0.0, 2.0))
    if words:
        score += 3.0 * nearness(idea, words)
    for item in known:
        same_verb, shared = item.verb_is(idea), len(item.categories & idea.categories)
        score -= 1.0 * same_verb + 0.6 * shared
        if same_verb and item.categories == idea.categories:
            score -= 2.0
        if item.outcome and item.outcome != "committed" and same_verb and shared:
            score -= 1.0
    return score


def answer(idea: Idea, known: list[Known]) -> dict[str, Any]:
    """Return an idea as a proposal."""
    kin = [item.name for item in known if item.categories & idea.categories]
    things = ", ".join(sorted(idea.categories)).replace("_", " ")
    why = f"No task so far does this with {things}"
    why += f"; nearest are {', '.join(kin[:3])}, which ask for something else." if kin else "; none uses them at all."
    return {
        "name": idea.name[:64],
        "instruction": idea.instruction,
        "refers": list(idea.refers),
        "paraphrases": [idea.paraphrase] if idea.paraphrase else [],
        "objects": [
            {
                "name": thing.name,
                "category": thing.category,
                "start": " and ".join(f"{part} open" for part in thing.open_parts),
            }
            for thing in idea.things
        ],
        "success": idea.success.say(),
        "why_new": why,
    }
