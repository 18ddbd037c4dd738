"""`simwright doctor`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from agents.cli import checks
from agents.cli.checks import Check
from agents.cli.failing import explained

Run = Callable[..., Any]


def test_what_is_needed_works_and_a_missing_extra_does_not_fail(simwright: Run) -> None:
    said = simwright("doctor", "--json")
    found = {check["name"]: check for check in said.json["checks"]}
    assert [name for name, check in found.items() if check["needed"] and check["status"] != "works"] == []
    assert (said.code, said.json["ok"]) == (0, True)
    assert {"engine sapien", "renderer", "video", "sandbox", "library index"} <= set(found)
    assert found["language model"]["status"] == "absent"
    assert "OPENAI_API_KEY" in found["language model"]["remedy"]


def test_what_is_broken_is_named_with_a_remedy_and_fails(simwright: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_driver() -> Check:
        raise RuntimeError("no driver answers")

    monkeypatch.setattr(checks, "renderer", no_driver)
    said = simwright("doctor", "--json")
    assert said.code == 1
    (found,) = [check for check in said.json["checks"] if check["name"] == "renderer"]
    assert found["status"] == "broken"
    assert "no driver answers" in found["detail"]
    assert found["remedy"]


@pytest.mark.parametrize(
    ("library", "remedy"),
    [
        ("libX11.so.6", "apt-get install -y libx11-6"),
        ("libgomp.so.1", "apt-get install -y libgomp1"),
        ("libnobody.so.7", "apt-file search libnobody.so.7"),
    ],
)
def test_a_missing_system_library_is_named_with_the_line_that_installs_it(library: str, remedy: str) -> None:
    def unloadable() -> Check:
        try:
            raise ImportError(f"{library}: cannot open shared object file: No such file or directory")
        except ImportError as error:
            raise RuntimeError("the engine cannot be imported") from error

    found = checks.tried("engine", unloadable)
    assert found.status == "broken"
    assert library in found.detail
    assert remedy in found.remedy
    code, kind, sentence = explained(ImportError(f"{library}: cannot open shared object file: No such file"))
    assert (code, kind) == (1, "system_library")
    assert remedy in sentence


def test_another_import_error_is_not_taken_for_a_missing_library() -> None:
    def unknown() -> Check:
        raise ImportError("cannot import name 'x' from 'y' (/lib/y.so)")

    assert checks.tried("engine", unknown).remedy == checks.REINSTALL


def test_a_model_that_cannot_be_reached_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    found = checks.model("openai:nobody")
    assert found.status == "broken"
    assert "refused" in found.detail
