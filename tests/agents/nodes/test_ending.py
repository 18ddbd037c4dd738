"""Commits of two runs into one library: what is new enters under a free name, what is not is refused."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from agents.config import GenerateConfig
from agents.events import EventLog, read_events
from agents.models import make_model
from agents.nodes import ending
from agents.state import RunState, Update, after, fresh_run
from agents.workshop import Workshop
from envs.assets.catalog import Catalog
from envs.failures import FailureKind
from envs.verification.verdict import SeedResult, Verdict
from envs.verification.workers import Workers
from memory.embedders.lexical import LexicalEmbedder
from memory.library import Library
from tools.context import ToolContext

SHUT = """\
def build(task, rng):
    thing = task.add("{category}", region=((0.62, 0.67), (-0.06, 0.06)), facing="robot", joints={{"{part}": 0.7}})
    part = thing.part("{part}")
    task.say("Shut the {{thing}}.", part)
    task.goal(part.at_most(0.10))
    task.stage("shut it", actuate(grip(part), then=follow(part, to=0.0)), effect=part.at_most(0.10))
"""
FAUCET = SHUT.format(category="faucet", part="tap")
BOX = SHUT.format(category="lidded_box", part="lid")
SAME_FAUCET = FAUCET.replace("Shut the {thing}.", "Close the {thing}, please.")

Show = Callable[[Workshop, RunState], None]


def picture(shop: Workshop, state: RunState) -> None:
    (shop.folder(state) / ending.PICTURE).write_bytes(b"")


@pytest.fixture
def shop(catalog: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    monkeypatch.setattr(ending, "_show", picture)
    return run_in(tmp_path, "first", catalog)


def run_in(home: Path, run: str, catalog: Catalog) -> Workshop:
    """Return the workshop of a run into the one library."""
    out, library = home / run, Library(home / "library", LexicalEmbedder())
    out.mkdir()
    return Workshop(
        config=GenerateConfig(out=out, library=library.path),
        model=make_model(None),
        catalog=catalog,
        library=library,
        tools=ToolContext(catalog=catalog, library=library, folder=out),
        events=EventLog(out),
        workers=Workers(catalog),
    )


def verified(shop: Workshop, source: str, name: str = "shut_it") -> RunState:
    """Return the state of a candidate that only has to be committed."""
    verdict = Verdict(
        accepted=True,
        decision="accepted",
        reason="stubbed",
        engine="none",
        rate=1.0,
        interval=(0.8, 1.0),
        seeds=tuple(SeedResult(seed=seed, success=True) for seed in range(20)),
        program_hash=shop.tools.program(source).hash,
    )
    fields = Update(candidate=1, name=name, source=source, verdict=verdict.model_dump(mode="json"))
    return after(RunState(**fresh_run()), fields)


def commit(shop: Workshop, source: str) -> RunState:
    state = verified(shop, source)
    return after(state, ending.commit(shop, state, {}))


def meanwhile(source: str, other: Workshop) -> Show:
    """Return a showing of pictures during which another run commits."""
    turns = iter([True])

    def show(shop: Workshop, state: RunState) -> None:
        picture(shop, state)
        if next(turns, False):
            assert commit(other, source)["committed"] == ["shut_it"]

    return show


def test_a_new_task_whose_name_was_taken_meanwhile_enters_under_another(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "_show", meanwhile(FAUCET, run_in(tmp_path, "other", shop.catalog)))
    ended = commit(shop, BOX)
    assert ended["failure"] is None
    assert ended["committed"] == [ended["tried"][0]["name"]] == ["shut_it_2"]
    assert shop.library.names() == ("shut_it", "shut_it_2")
    assert shop.library.get("shut_it_2").program.source == BOX
    outcome = json.loads((shop.config.out / "candidates" / "shut_it" / "outcome.json").read_text())
    assert (outcome["name"], outcome["status"]) == ("shut_it_2", "committed")
    assert read_events(shop.config.out)[-1].text == "committed as shut_it_2: another task took its name"


@pytest.mark.parametrize("source", [FAUCET, SAME_FAUCET], ids=["same", "reworded"])
def test_a_task_that_another_run_committed_meanwhile_is_not_novel_and_names_it(
    source: str, shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending, "_show", meanwhile(FAUCET, run_in(tmp_path, "other", shop.catalog)))
    ended = commit(shop, source)
    assert ended["failure"] is not None
    assert ended["failure"]["kind"] == FailureKind.NOT_NOVEL
    assert "'shut_it'" in ended["failure"]["reason"]
    assert ended["committed"] == []
    assert shop.library.names() == ("shut_it",)


def test_nobody_writes_between_the_last_look_at_the_library_and_the_commit(
    shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = run_in(tmp_path, "other", shop.catalog)
    rival = threading.Thread(target=commit, args=(other, SAME_FAUCET), daemon=True)
    choose = ending.unused

    def slow(*arguments: object) -> str:
        if not rival.ident:
            rival.start()
            rival.join(0.3)
            assert rival.is_alive(), "the other run waits for the library"
        return choose(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(ending, "unused", slow)
    assert commit(shop, FAUCET)["committed"] == ["shut_it"]
    rival.join(20.0)
    assert not rival.is_alive()
    assert shop.library.names() == ("shut_it",)


@pytest.mark.parametrize("taken", [False, True])
def test_a_commit_that_was_killed_after_it_wrote_is_not_made_twice(
    taken: bool, shop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if taken:
        monkeypatch.setattr(ending, "_show", meanwhile(BOX, run_in(tmp_path, "other", shop.catalog)))
    once = commit(shop, FAUCET)
    assert commit(shop, FAUCET)["committed"] == once["committed"] == ["shut_it_2" if taken else "shut_it"]
    assert len(shop.library.names()) == 1 + taken


def test_a_commit_that_was_killed_before_it_wrote_is_made(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Library, "add", killed)
        with pytest.raises(KeyboardInterrupt):
            commit(shop, FAUCET)
    assert commit(shop, FAUCET)["committed"] == ["shut_it"]
