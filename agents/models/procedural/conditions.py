"""Conditions in words, as a proposal states success: written, read back, and turned into the task API's goals."""

from __future__ import annotations

import re
from dataclasses import dataclass

PATTERNS = {
    "at_least": r"(?P<subject>[\w.]+) is at least (?P<figure>[\d.]+) open",
    "at_most": r"(?P<subject>[\w.]+) is at most (?P<figure>[\d.]+) open",
    "inside": r"(?P<subject>\w+) is inside (?P<object>[\w.]+)",
    "near": r"(?P<subject>\w+) is within (?P<figure>[\d.]+) m of (?P<object>\w+)",
    "lifted": r"(?P<subject>\w+) is lifted by (?P<figure>[\d.]+) m",
    "on": r"(?P<subject>\w+) is on (?P<object>\w+)",
}


@dataclass(frozen=True)
class Condition:
    """One fact about the scene. `subject` is an object or `object.part`, `object` what it relates to."""

    kind: str
    subject: str
    object: str | None = None
    figure: float | None = None

    def say(self) -> str:
        """Return the condition in words."""
        if self.kind == "at_least":
            return f"{self.subject} is at least {self.figure:.2f} open"
        if self.kind == "at_most":
            return f"{self.subject} is at most {self.figure:.2f} open"
        if self.kind == "near":
            return f"{self.subject} is within {self.figure:.2f} m of {self.object}"
        if self.kind == "lifted":
            return f"{self.subject} is lifted by {self.figure:.2f} m"
        return f"{self.subject} is {self.kind} {self.object}"

    def code(self, scale: float = 1.0) -> str:
        """Return the condition as a goal of the task API; `scale` below 1 asks for less, above 1 for more."""
        subject = variable(self.subject)
        if self.kind == "at_least":
            return f"{subject}.at_least({min(0.95, (self.figure or 0) * scale):.2f})"
        if self.kind == "at_most":
            return f"{subject}.at_most({min(0.3, (self.figure or 0) / scale):.2f})"
        if self.kind == "near":
            return f"{subject}.near({variable(self.object or '')}, {(self.figure or 0) / scale:.2f})"
        if self.kind == "lifted":
            return f"{subject}.lifted({(self.figure or 0) * scale:.2f})"
        if self.kind == "inside":
            return f"{subject}.inside({variable(self.object or '')}.interior)"
        return f"{subject}.on({variable(self.object or '')})"

    @property
    def names(self) -> tuple[str, ...]:
        """What the condition names: objects and `object.part`s."""
        return (self.subject,) if self.object is None else (self.subject, self.object)


@dataclass(frozen=True)
class Success:
    """Conditions that hold together at the end, or one after another; perhaps held for some seconds."""

    conditions: tuple[Condition, ...]
    in_order: bool = False
    held: float | None = None

    def say(self) -> str:
        """Return it in words."""
        said = [condition.say() for condition in self.conditions]
        text = "first " + ", then ".join(said) if self.in_order else " and ".join(said)
        return f"{text}, held for {self.held:.1f} s" if self.held else text

    def code(self, scale: float = 1.0) -> str:
        """Return the arguments of `task.goal`."""
        goals = ", ".join(condition.code(scale) for condition in self.conditions)
        if self.in_order:
            goals = f"sequence({goals})"
        if self.held:
            inner = goals if len(self.conditions) == 1 or self.in_order else f"all_of({goals})"
            goals = f"held_for({inner}, {self.held:.1f})"
        return goals


def parse(text: str) -> Success:
    """Read conditions from words; what is not understood is left out."""
    held = re.search(r"held for ([\d.]+) s", text)
    found: list[tuple[int, Condition]] = []
    for kind, pattern in PATTERNS.items():
        for match in re.finditer(pattern, text):
            groups = match.groupdict()
            figure = float(groups["figure"].rstrip(".")) if groups.get("figure") else None
            found.append((match.start(), Condition(kind, groups["subject"], groups.get("object"), figure)))
    ordered = tuple(condition for _, condition in sorted(found, key=lambda pair: pair[0]))
    return Success(ordered, text.strip().startswith("first "), float(held[1]) if held else None)


def variable(name: str) -> str:
    """Return the program's variable for an object or `object.part`."""
    return name.replace(".", "_")
