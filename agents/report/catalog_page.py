"""The part of `docs/assets.md` that is made from the code: every category with its sheet, parameters and variants."""

from __future__ import annotations

from pathlib import Path

from agents.errors import AgentsError
from envs.assets.catalog import Catalog
from envs.assets.category import AFFORDANCES, Category

BEGIN = "<!-- categories: written by `simwright assets tables --into docs/assets.md` -->"
END = "<!-- end of categories -->"
SHEETS = "images/assets"


class MarkersError(AgentsError):
    """A page without the two comments between which the categories go."""


def section(catalog: Catalog) -> str:
    """Return the Markdown of every category, articulated ones first, each in the catalog's order."""
    categories = [catalog.category(name) for name in catalog.categories()]
    lines = ["| affordance | means |", "|---|---|", *(f"| {name} | {text} |" for name, text in AFFORDANCES.items())]
    for heading, articulated in (("With moving parts", True), ("Rigid", False)):
        chosen = [category for category in categories if category.articulated == articulated]
        lines += ["", f"## {heading}", ""]
        lines.append(f"{len(chosen)} categories: " + ", ".join(f"[{c.name}](#{c.name})" for c in chosen) + ".")
        for category in chosen:
            lines += ["", *_category(category)]
    return "\n".join(lines)


def insert(page: Path, text: str) -> bool:
    """Put a text between the page's two comments; returns whether that changed it. Raises MarkersError."""
    before = page.read_text(encoding="utf-8")
    if before.count(BEGIN) != 1 or before.count(END) != 1:
        raise MarkersError(f"{page} lacks the lines between which the categories go: {BEGIN} and {END}")
    head, rest = before.split(BEGIN)
    after = f"{head}{BEGIN}\n{text}\n{END}{rest.split(END)[1]}"
    if after != before:
        page.write_text(after, encoding="utf-8")
    return after != before


def _category(category: Category) -> list[str]:
    lines = [f"### {category.name}", f"{_capital(category.summary)}. *{', '.join(category.affordances)}*", ""]
    lines.append(f"![{category.noun}, eight instances]({SHEETS}/{category.name}.jpg)")
    if category.scale != 1.0:
        lines += ["", f"Built at {category.scale:g} of the real size, in which the parameters are given."]
    if category.variants:
        chosen = "; ".join(f"**{name}** {', '.join(choices)}" for name, choices in category.variants.items())
        lines += ["", f"Variants: {chosen}."]
    if category.parameters:
        lines += ["", f"<details><summary>{len(category.parameters)} parameters</summary>", ""]
        lines += ["| parameter | from | to | unit | source |", "|---|---|---|---|---|"]
        for name, span in category.parameters.items():
            unit = "" if span.unit == "1" else span.unit
            lines.append(f"| {name} | {span.low:g} | {span.high:g} | {unit} | {span.source.replace('|', '/')} |")
        lines += ["", "</details>"]
    return lines


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
