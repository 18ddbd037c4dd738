"""`simwright doctor`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from agents.cli import checks
from agents.cli.checks import Check

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
        raise RuntimeError("libX11.so.6: cannot open shared object file")

    monkeypatch.setattr(checks, "renderer", no_driver)
    said = simwright("doctor", "--json")
    assert said.code == 1
    (found,) = [check for check in said.json["checks"] if check["name"] == "renderer"]
    assert found["status"] == "broken"
    assert "libX11" in found["detail"]
    assert found["remedy"]


def test_a_model_that_cannot_be_reached_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    found = checks.model("openai:nobody")
    assert found.status == "broken"
    assert "refused" in found.detail
