"""A place of a thing that is said by its name, the drip tray of the coffee machine, is the one that the goal uses."""

from __future__ import annotations

from collections.abc import Iterator

from envs.task.mentions import walk
from envs.task.predicates import On
from envs.task.refs import PlaceRef
from envs.verification.case import Case, Said, finding
from envs.verification.nouns import single
from envs.verification.pieces import denied, named_in, pieces, spelled, tells
from envs.verification.verdict import Finding

CALLED = {
    "tray": {"tray", "grid"}, "keyboard": {"keyboard", "keys"}, "freezer": {"freezer"},
    "cube_hole": {"square hole", "cube hole"}, "ring_hole": {"ring hole"}, "peg_hole": {"peg hole"},
    "ell_hole": {"ell hole", "l hole"}, "tee_hole": {"tee hole", "t hole"},
}  # fmt: skip
"""What places of things are called that have several."""
ANY = "any_surface"
"""What stands for a thing's surfaces where a goal leaves open which."""
INTO = frozenset({"in", "into", "on", "onto", "inside"})


def called(case: Case, said: Said) -> Iterator[Finding]:
    """Yield the places of a thing that something is to be put in or on, where the goal uses another of them."""
    used = {(ref.object, ref.place) for item in case.facts if item.wanted for ref in walk(item.predicate)
            if isinstance(ref, PlaceRef)}  # fmt: skip
    used |= {(item.predicate.support, item.predicate.surface or ANY) for item in case.facts
             if item.wanted and isinstance(item.predicate, On)}  # fmt: skip
    for name, place in sorted(used):
        if name not in case.scene.objects:
            continue
        asset = case.scene.asset(name)
        others = {one.name for one in (*asset.volumes, *asset.surfaces)} - {one for of, one in used if of == name}
        words = {word: other for other in others for word in CALLED.get(other, ())}
        if any(model.category in {word.split()[-1] for word in words} for model in case.scene.objects.values()):
            continue  # a tray of its own
        for piece in pieces(said):
            text = [single(word) for word in spelled(piece)]
            for word, other in sorted(words.items()):
                parts = word.split()
                for k in range(len(text) - len(parts) + 1):
                    into = INTO & set(text[max(0, k - 3) : k]) and not denied(text, k) and not tells(text, k)
                    if text[k : k + len(parts)] != parts or not into or "from" in text[max(0, k - 5) : k]:
                        continue
                    told = text[k + len(parts) : k + len(parts) + 1]
                    if not any(name in one.objects for one in named_in(said, piece)) or told == ["door"]:
                        continue
                    asked = f"the {other.replace('_', ' ')}; the goal asks its {place.replace('_', ' ')}"
                    yield finding("contradicted_word", f"{said.quote} says {asked}")
