"""The coder's turn: the plan as a program, mended from what the tools and the history say."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import numpy as np

from agents.models.procedural.conditions import Condition, parse, variable
from agents.models.procedural.proposing import INSTANCES
from agents.models.procedural.reading import Call, Conversation
from agents.models.procedural.repairing import Choices, Evidence, choices, history
from agents.models.procedural.shelf import AssetView, Shelf

EXTRA_INSTANCES = 4
DRAFTS = 3
"""Programs that are checked in one turn before the graph is asked."""
SIDES = ("table_left", "table_right")
SPREAD = ("table_right", "table_left", "table_front", "table_centre")
FIXTURE_X = (0.68, 0.73)
FIXTURE_Y = (-0.06, 0.06)
ROOM_FOR_LONG = 0.03
"""Metres by which a long thing is put less far to a drawer's front."""
OPEN_DRAWER = 0.06
"""Metres by which a cabinet stands further back when a drawer starts open or is filled: it comes towards the robot."""


def write(talk: Conversation, rng: np.random.Generator) -> list[Call]:
    """Return the next tool calls, or the call that gives the program."""
    proposal, plan = json.loads(talk.sections["Proposal"]), json.loads(talk.sections["Plan"])
    categories = sorted({item["category"] for item in proposal["objects"]})
    drawn = [(name, int(rng.integers(INSTANCES))) for name in categories for _ in range(EXTRA_INSTANCES)]
    shelf = Shelf.of(talk.data("show_asset"), {})
    if not set(categories) <= set(shelf.views):
        return [("show_asset", {"asset": _numbered(asset, number, talk)}) for asset, number in drawn]
    past = history(talk.sections.get("What failed so far", ""))
    start = Choices(shuffle=int(rng.integers(4)), follow_extra=round(float(rng.uniform(0.12, 0.2)), 2))
    checks = talk.answers("check_program")
    drafts = [e.arguments["source"] for e in talk.exchanges if e.tool == "check_program"]
    if checks and (checks[-1].startswith("ok") or len(checks) >= DRAFTS):
        return [("Program", {"source": drafts[-1], "notes": _notes(past)})]
    evidence = past + [_read(answer) for answer in checks]
    now = choices(evidence, start)
    source = program(proposal, plan, shelf, now, rng)
    if source.strip() == talk.sections.get("Program so far", "").strip():  # what was turned does nothing to this task
        now = replace(now, shuffle=now.shuffle + 1, pinned=now.pinned + 1)
        source = program(proposal, plan, shelf, now, rng)
    return [("check_program", {"source": source, "seeds": 6})]


def _numbered(category: str, number: int, talk: Conversation) -> str:
    """Return the id of an instance, of those that there are where a category has only some."""
    told = [answer for answer in talk.answers("show_asset") if answer.startswith("error") and f" {category}/" in answer]
    numbers = told[-1].rpartition(f"numbers of {category}: ")[2].split(", ") if told else []
    return f"{category}/{numbers[number % len(numbers)] if numbers else number}"


def program(
    proposal: dict[str, Any], plan: dict[str, Any], shelf: Shelf, now: Choices, rng: np.random.Generator
) -> str:
    """Return the program of a proposal and its plan, laid out by the choices."""
    success = parse(proposal["success"])
    stages = [(stage, parse(stage["effect"]).conditions) for stage in plan["stages"]]
    named = {name for condition in success.conditions for name in condition.names}
    named |= {name for _, effects in stages for effect in effects for name in effect.names} | set(proposal["refers"])
    parts = sorted(name for name in named if "." in name)
    lines = ["def build(task, rng):"]
    spot = next((c.object for c in success.conditions if c.kind == "near"), None)
    filled = {c.object or "" for c in success.conditions if c.kind == "inside"}
    if spot is not None:
        lines.append("x, y = rng.uniform(0.42, 0.54), rng.uniform(-0.06, 0.06)")
    lines += _scene(proposal["objects"], parts, shelf, now, rng, spot, filled)
    for name in parts:
        owner, part = name.split(".")
        lines.append(f'{variable(name)} = {owner}.part("{part}")')
    refers = "".join(f", {variable(name)}" for name in proposal["refers"])
    lines += ["", f"task.say({json.dumps(proposal['instruction'])}{refers})"]
    lines += [f"task.paraphrase({json.dumps(sentence)})" for sentence in proposal["paraphrases"]]
    lines += [f"task.goal({success.code(now.scale)})", ""]
    for stage, effects in stages:
        lines += _stage(stage, effects, success.conditions, shelf, proposal["objects"], now, filled)
    if plan["reuses"]:
        lines.append(f"task.parents({', '.join(json.dumps(name) for name in plan['reuses'])})")
    if len(stages) > 2:
        lines.append("task.time_limit(120)")
    return "\n".join([lines[0], *(f"    {line}" if line else "" for line in lines[1:])]) + "\n"


def _scene(
    objects: list[dict[str, str]],
    parts: list[str],
    shelf: Shelf,
    now: Choices,
    rng: np.random.Generator,
    spot: str | None,
    filled: set[str],
) -> list[str]:
    """Return the lines that add the objects.

    `spot` stands at the point (x, y) that the program draws; things go into the parts `filled`.
    """
    fixed = [item for item in objects if _one(shelf, item["category"]).fixed]
    slots = list(SIDES if fixed or spot else SPREAD)
    turn = now.shuffle % len(slots)
    slots = slots[turn:] + slots[:turn]
    lines: list[str] = []
    free = 0
    for item in objects:
        name, category = item["name"], item["category"]
        model = _one(shelf, category)
        arguments = [f'"{category}"']
        if model.fixed:
            opens = [model.part(piece.split(" ")[0]) for piece in item["start"].split(" and ") if piece]
            opens += [model.part(part.partition(".")[2]) for part in filled if part.partition(".")[0] == name]
            back = OPEN_DRAWER if any(part and part.joint == "prismatic" for part in opens) else 0.0
            low, high = (round(edge + now.fixture_x + back, 2) for edge in FIXTURE_X)
            arguments += [f"region=(({low}, {high}), ({FIXTURE_Y[0]}, {FIXTURE_Y[1]}))", 'facing="robot"']
        elif name == spot:
            arguments.append("region=((x, x), (y, y))")
        else:
            arguments.append(f'region="{slots[free % len(slots)]}"')
            free += 1
        arguments.append(f'name="{name}"')
        needed = [part.split(".")[1] for part in parts if part.startswith(f"{name}.")]
        seen = shelf.instances(category, needed)
        if seen and (now.pinned or len(seen) < len(shelf.instances(category))):
            arguments.append(f"instance={seen[(now.pinned + int(rng.integers(len(seen)))) % len(seen)]}")
        opened = [piece.split(" ")[0] for piece in item["start"].split(" and ") if piece.endswith(" open")]
        if opened:
            ranges = ", ".join(
                f'"{part}": {_open_range(model, part, filled=f"{name}.{part}" in filled)}' for part in opened
            )
            arguments.append(f"joints={{{ranges}}}")
        lines.append(f"{name} = task.add({', '.join(arguments)})")
    return lines


def _open_range(model: AssetView, part: str, *, filled: bool) -> str:
    """Return how far a part stands open at the start; what is filled from above stands open wide."""
    found = model.part(part)
    if filled:
        return "(0.9, 1.0)"
    if found is not None and found.joint == "revolute":
        wide = min(0.9, 1.2 / found.range)
        return f"({0.75 * wide:.2f}, {wide:.2f})"
    return "(0.75, 0.95)"


def _stage(
    stage: dict[str, str],
    effects: tuple[Condition, ...],
    conditions: tuple[Condition, ...],
    shelf: Shelf,
    objects: list[dict[str, str]],
    now: Choices,
    filled: set[str],
) -> list[str]:
    if not effects:
        return []
    effect = effects[0]
    actions = _actions(stage["do"], effect, conditions, shelf, objects, now, filled)
    return [
        "task.stage(",
        f"    {json.dumps(stage['name'])},",
        *(f"    {action}," for action in actions),
        f"    effect={effect.code(now.scale)},",
        ")",
    ]


def _actions(
    do: str,
    effect: Condition,
    conditions: tuple[Condition, ...],
    shelf: Shelf,
    objects: list[dict[str, str]],
    now: Choices,
    filled: set[str],
) -> list[str]:
    subject = variable(effect.subject)
    if effect.kind in {"at_least", "at_most"}:
        figure = effect.figure or 0.0
        extra = max(now.follow_extra, 0.95 - figure) if effect.subject in filled else now.follow_extra
        to = min(1.0, figure * now.scale + extra) if effect.kind == "at_least" else 0.0
        push = _part_is_pushed(effect.subject, shelf, objects)
        if effect.kind == "at_most":  # what is pulled open must be gripped, what is closed may be pushed
            push = (push or "push" in do) ^ bool(now.other_way % 2)
        return [_actuate(subject, to, now, push=push)]
    pick = f"pick({subject})"
    if effect.kind == "lifted":
        return [f"pick({subject}, lift={(effect.figure or 0.0) + 0.06:.2f})"]
    place = variable(effect.object or "")
    if effect.kind == "near":
        sign = "-" if now.shuffle % 2 else "+"
        return [pick, f"place({subject}, at(x, y {sign} {0.85 * (effect.figure or 0.1):.2f}, 0))"]
    if effect.kind == "on":
        surface = _thing(effect.object or "", shelf, objects).surface
        target = f"{place}.top" if surface == "top" else f'{place}.place("{surface}")'
        return [pick, f"place({subject}, {target})"]
    target = f"{place}.interior"
    if _slides(effect.object or "", shelf, objects):  # the front of a drawer is what lies free from above
        forward = now.forward - (ROOM_FOR_LONG if _thing(effect.subject, shelf, objects).long else 0.0)
        return [pick, f"place({subject}, {target}, offset=({forward:.2f}, 0))"]
    aside = _aside(effect, conditions, shelf, objects)
    return [pick, f"place({subject}, {target}{aside})"]


def _aside(effect: Condition, conditions: tuple[Condition, ...], shelf: Shelf, objects: list[dict[str, str]]) -> str:
    """Return the offset by which what shares a container with others lies beside them, "" where it is alone in it."""
    sharing = [item.subject for item in conditions if (item.kind, item.object) == ("inside", effect.object)]
    category = next((item["category"] for item in objects if item["name"] == effect.object), None)
    if len(sharing) < 2 or category is None:
        return ""
    rooms = [view.volumes[view.open_volume] for view in shelf.views[category] if view.open_volume]
    if not rooms:
        return ""
    way = int(rooms[0][1] > rooms[0][0])
    share = (sharing.index(effect.subject) + 0.5) / len(sharing) - 0.5
    offset = [0.0, 0.0]
    offset[way] = round(share * min(max(room[:2]) for room in rooms), 3)
    return f", offset=({offset[0]:g}, {offset[1]:g})"


def _thing(name: str, shelf: Shelf, objects: list[dict[str, str]]) -> AssetView:
    """Return what is seen of an object's category."""
    return _one(shelf, next(item["category"] for item in objects if item["name"] == name))


def _actuate(part: str, to: float, now: Choices, *, push: bool) -> str:
    """Return the action on a handle: gripped, or pushed with closed fingers."""
    room = f", approach={now.room:.2f}, retreat={now.room:.2f}" if now.room != Choices.room else ""
    then = f"then=follow({part}, to={to:.2f})"
    if push:
        tolerance = ", tolerance=0.3" if now.loose else ""
        held = f"[meet(hand.tip, {part}.handle.centre), parallel(hand.approach, {part}.handle.approach{tolerance})]"
        return f'actuate({held}, gripper="shut", {then}{room})'
    if now.loose:
        held = (
            f"[meet(hand.grasp, {part}.handle.centre), "
            f"parallel(hand.approach, {part}.handle.approach, tolerance=0.35), "
            f"orthogonal(hand.fingers, {part}.handle.axis, tolerance=0.05)]"
        )
        return f"actuate({held}, {then}{room})"
    return f"actuate(grip({part}), {then}{room})"


def _slides(name: str, shelf: Shelf, objects: list[dict[str, str]]) -> bool:
    """Whether a place is in a part that slides out."""
    owner, _, part = name.partition(".")
    category = next((item["category"] for item in objects if item["name"] == owner), None)
    found = _one(shelf, category).part(part) if category and part else None
    return found is not None and found.joint == "prismatic"


def _part_is_pushed(name: str, shelf: Shelf, objects: list[dict[str, str]]) -> bool:
    owner, part = name.split(".")
    category = next(item["category"] for item in objects if item["name"] == owner)
    found = _one(shelf, category).part(part)
    return found is not None and found.handle == "push"


def _one(shelf: Shelf, category: str) -> AssetView:
    return shelf.views[category][0]


def _read(answer: str) -> Evidence:
    found = re.match(r"(\w+): (.*)", answer)
    return Evidence("code", found[1], found[2]) if found else Evidence("code", "program_error", answer[:200])


def _notes(past: list[Evidence]) -> str:
    return f"changed after {past[-1].kind}: {past[-1].reason[:200]}" if past else ""
