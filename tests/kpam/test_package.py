"""`import kpam`."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import kpam
from kpam.robot import Arm

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", kpam.__all__)
def test_every_name_is_that_of_its_module(name: str) -> None:
    thing = getattr(kpam, name)
    assert getattr(import_module(thing.__module__), name) is thing


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'solver_of_everything'"):
        _ = kpam.solver_of_everything


def test_importing_the_package_alone_imports_nothing_heavy() -> None:
    probe = "import sys, kpam; print([name for name in ('numpy', 'pinocchio', 'numba') if name in sys.modules])"
    said = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, cwd=ROOT, check=True)
    assert said.stdout.strip() == "[]"


def test_what_the_package_says_about_itself_runs(arm: Arm) -> None:
    text = (kpam.__doc__ or "").partition("In Python:\n")[2].partition("\n\n`arm`")[0]
    code = "\n".join(line[4:] for line in text.splitlines())
    said: list[str] = []
    exec(code, {"arm": arm, "print": said.append})
    assert said[0].startswith("solved")


def test_the_map_of_the_package_names_no_file_that_is_gone() -> None:
    text = (ROOT / "docs" / "kpam.md").read_text().partition("## Where things are")[2]
    named = re.findall(r"`([a-z0-9_/]+\.py)`", text)
    assert len(named) > 30
    assert not [name for name in named if not (ROOT / "kpam" / name).exists()]
