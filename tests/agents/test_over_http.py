"""Whole runs by a model behind HTTP: four roles, faults that cost one candidate, faults that stop the run."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from openai_server import ChatServer
from stubbed_run import simulate, solve, verify

from agents import graph
from agents.budget import Budget
from agents.config import GenerateConfig
from agents.errors import ModelUnavailableError
from agents.generate import GenerateResult, generate
from agents.nodes import authoring, ending
from agents.report.run_view import read_run
from envs.assets.catalog import Catalog
from envs.task.program import TaskProgram
from memory.embedders import choose_embedder
from memory.library import Library

ANSWERS = ("Proposal", "Plan", "Program", "Judgement")


@pytest.fixture
def home(server: ChatServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A folder to run in, with the model over HTTP and the simulator's verdicts fixed; the critic sees a real run."""
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    for name, node in {"solve": solve, "simulate": simulate, "verify": verify}.items():
        monkeypatch.setitem(graph.NODES, name, node)
    monkeypatch.setattr(
        ending, "_show", lambda shop, state: (shop.folder(state) / ending.PICTURE).write_bytes(b"picture")
    )
    return tmp_path


def run(home: Path, *, n: int = 1, target: str | None = None, budget: Budget | None = None) -> GenerateResult:
    return generate(
        GenerateConfig(
            n=n,
            model="openai:test-model",
            target=target,
            library=home / "library",
            out=home / "run",
            workers=1,
            budget=budget or Budget(nudges=1, model_calls=6),
        )
    )


def test_four_roles_make_a_task_over_http(home: Path, server: ChatServer) -> None:
    result = run(home)
    assert len(result.committed) == 1
    turns = Counter(request["tools"][-1]["function"]["name"] for request in server.requests)
    assert set(turns) == set(ANSWERS)
    assert {request["model"] for request in server.requests} == {"test-model"}
    assert result.usage == {"calls": len(server.requests), "tokens": 120 * len(server.requests), "cost": None}
    provenance = Library(home / "library", choose_embedder()).get(result.committed[0]).provenance
    assert (provenance.model, provenance.cost) == ("openai:test-model", None)
    assert provenance.tokens == result.usage["tokens"]
    shown = read_run(home / "run").candidates[0].outcome.spent
    assert (shown["tokens"], shown["cost"]) == (provenance.tokens, None)


@pytest.mark.parametrize("fault", ["refusal", "chatter", "malformed", "empty", "500"])
def test_a_bad_candidate_costs_one_candidate(
    fault: str, home: Path, server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agents.models.RETRIES", 0)
    server.faults = [fault] * (3 if fault == "500" else 2)
    result = run(home, budget=Budget(nudges=1, model_calls=6, faults=4, candidates=4))
    assert len(result.committed) == 1
    assert result.rejected
    assert {item["kind"] for item in result.rejected} == {"budget_spent"}
    assert all(item["reason"] for item in result.rejected)


def test_a_program_error_goes_back_and_is_repaired(home: Path, server: ChatServer) -> None:
    server.faults = ["none"] * 5 + ["flying", "flying", "flying", "flying"]
    result = run(home, budget=Budget(nudges=1, model_calls=6))
    assert len(result.committed) == 1
    told = str(server.requests[-2]["messages"])
    assert "fly_to_the_moon" in told


def test_an_unknown_library_task_goes_back_with_the_nearest_name(home: Path, server: ChatServer) -> None:
    server.faults = ["none"] * 3 + ["unheard_of"]
    result = run(home)
    assert len(result.committed) == 1
    assert "which the library does not hold; reuse only names that recall shows" in str(server.requests[4]["messages"])
    near = authoring.unknown_reuse(["open_the_draw"], ["lift_ball", "open_the_drawer"]) or ""
    assert "did you mean 'open_the_drawer'?" in near
    assert authoring.unknown_reuse(["lift_ball"], ["lift_ball"]) is None


@pytest.mark.parametrize(("fault", "words"), [("401", "key was refused"), ("404", "no such model")])
def test_what_no_retry_mends_stops_the_run(fault: str, words: str, home: Path, server: ChatServer) -> None:
    server.always = fault
    with pytest.raises(ModelUnavailableError, match=words):
        run(home)


def test_a_model_that_is_always_at_fault_ends_the_run_with_a_reason(home: Path, server: ChatServer) -> None:
    server.always = "refusal"
    result = run(home, budget=Budget(nudges=0, faults=2))
    assert result.stopped == "budget_spent: 2 candidates in a row were lost to faults of the model"
    assert ["it refused: I cannot help with robots." in item["reason"] for item in result.rejected] == [True, True]


def test_a_task_that_begins_like_one_of_the_library_has_it_as_parent(home: Path) -> None:
    first = run(home, target="open the top drawer")
    generated = GenerateConfig.read(home / "run").model_copy(
        update={"out": home / "second", "target": "open the top drawer and put the ball inside"}
    )
    second = generate(generated)
    library = Library(home / "library", choose_embedder())
    assert library.get(second.committed[0]).provenance.parents == tuple(first.committed)
    program: TaskProgram = library.get(second.committed[0]).program
    assert program.instantiate(0, Catalog()).parents == tuple(first.committed)
