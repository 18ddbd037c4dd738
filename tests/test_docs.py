"""The documents name commands, files and options that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer

from agents.cli.app import app
from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("*.py"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", path.read_text())
    missing = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_commands_have_the_verbs_and_options_that_are_shown(path: Path) -> None:
    command = typer.main.get_command(app)
    for line in re.findall(r"^simwright (.+?)(?:\s+#.*)?$", path.read_text(), re.MULTILINE):
        words = line.split()
        verb = command.commands[words[0]]  # type: ignore[attr-defined]
        if words[0] in {"library", "assets", "kpam"}:
            verb = verb.commands[words[1]]
        known = {option for parameter in verb.params for option in [*parameter.opts, *parameter.secondary_opts]}
        assert {word for word in words if word.startswith("--")} <= known, line


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("seed", range(3))
def test_examples_give_a_task(path: Path, seed: int) -> None:
    spec = TaskProgram(name=path.stem, source=path.read_text()).instantiate(seed, Catalog())
    assert spec.stages


def test_the_readme_shows_an_example_as_it_is() -> None:
    assert (ROOT / "docs" / "examples" / "tidy_into_drawer.py").read_text() in (ROOT / "README.md").read_text()


def test_the_makefile_explains_every_target() -> None:
    text = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)[0].split()) - {"help", "venv"}
    assert {target for target in targets if f"#   make {target} " not in text} == set()
