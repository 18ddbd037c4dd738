"""What a constraint's fields are called in a file, and what may stand there: read off the registry's dataclasses."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import Any, Literal, cast

from kpam.constraints import CONSTRAINTS

Form = Literal["tool point", "tool axis", "point", "direction", "pose", "number", "numbers", "names", "flag"]

FORMS: dict[str, Form] = {
    "tool_point": "tool point",
    "tool_axis": "tool axis",
    "target": "point",
    "target_axis": "direction",
    "direction": "direction",
    "normal": "direction",
    "T_base_box": "pose",
    "T_start": "pose",
    "ignore": "names",
    "componentwise": "flag",
}
"""What stands in the fields that mean a place; all others are a number, or a list of numbers where they are arrays."""

FORM_TEXT: dict[Form, str] = {
    "tool point": "a point of the tool",
    "tool axis": "an axis of the tool",
    "point": "a point of the scene",
    "direction": "a direction of the scene",
    "pose": "a pose",
    "number": "a number",
    "numbers": "a list of numbers",
    "names": "a list of names",
    "flag": "true or false",
}

ABOUT_JOINTS = ("joint_limits", "posture", "manipulability", "clearance", "joint_change")
"""Kinds that are about an arm's joints, and mean nothing for an object that moves by itself."""

UNWRITTEN = ("name", "model")
"""Fields with a place of their own: every constraint's name, and the obstacles that a clearance is from."""

FILLED: dict[tuple[str, str], str] = {
    ("joint_limits", "lower"): "the arm's own",
    ("joint_limits", "upper"): "the arm's own",
    ("joint_change", "nominal"): "the start",
    ("hand_motion", "T_start"): "the hand at the start",
    ("clearance", "model"): "the arm among the file's obstacles",
}
"""Fields that a file may leave out although the constraint needs them, and what they are then."""


@dataclass(frozen=True)
class FieldSchema:
    """One field of a constraint kind; `default` is its text, empty where the field is required."""

    name: str
    form: Form
    required: bool
    default: str


def constraint_schema(kind: str) -> dict[str, FieldSchema]:
    """Return the fields of a kind of the registry by name, all but `UNWRITTEN`, in its own order."""
    found: dict[str, FieldSchema] = {}
    for item in fields(cast(Any, CONSTRAINTS[kind])):
        if not item.init or item.name in UNWRITTEN:
            continue
        number = not str(item.type).startswith("Array")
        form = FORMS.get(item.name, "number" if number else "numbers")
        filled = FILLED.get((kind, item.name))
        optional = item.default is not MISSING or item.default_factory is not MISSING
        default = filled or (_shown(item.default, item.default_factory) if optional else "")
        found[item.name] = FieldSchema(item.name, form, not optional and filled is None, default)
    return found


def constraint_table() -> str:
    """Return every kind with its equation and fields, as docs/kpam.md shows them."""
    blocks: list[str] = []
    for kind, constraint in CONSTRAINTS.items():
        fields_shown = "; ".join(
            f"`{item.name}`: {FORM_TEXT[item.form]}" + ("" if item.required else f" ({item.default})")
            for item in constraint_schema(kind).values()
        )
        equation = (constraint.__doc__ or "").strip().split("\n\n")[0]
        blocks.append(f"**`{kind}`** {' '.join(equation.split())}\n{fields_shown}.")
    return "\n\n".join(blocks)


def _shown(default: Any, factory: Any) -> str:
    value = factory() if default is MISSING else default
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float | int):
        return f"{value:g}"
    return f"[{', '.join(f'{item:g}' for item in value)}]"
