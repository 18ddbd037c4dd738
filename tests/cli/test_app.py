"""What every verb shares."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agents.cli.app import app
from agents.cli.failing import run_app

VERBS = ("generate", "resume", "run", "verify", "demos", "train", "replay", "doctor")
LIBRARY = ("list", "show", "search", "remove", "export", "import", "rebuild")


@pytest.mark.parametrize(
    "verb",
    [(verb,) for verb in VERBS]
    + [("library", name) for name in LIBRARY]
    + [("assets", "list"), ("assets", "show")]
    + [("kpam", name) for name in ("solve", "show", "reach")],
    ids=" ".join,
)
def test_the_help_of_every_verb_shows_an_example(verb: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_app(app, [*verb, "--help"]) == 0
    text = capsys.readouterr().out
    assert "Example" in text
    assert f"simwright {' '.join(verb)}" in text.split("Example", 1)[1]


def test_the_console_script_runs_from_another_folder(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("simwright")
    done = subprocess.run([script, "--help"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, f"{done.stderr}\ninstall with: pip install --no-deps -e ."
    assert "generate" in done.stdout


def test_home_holds_library_and_runs(tmp_path: Path) -> None:
    from agents.cli.settings import Settings

    home = Settings(home=tmp_path)
    assert home.library(None) == tmp_path / "library"
    assert home.library(Path("elsewhere")) == Path("elsewhere")
    assert home.new_run(3) == tmp_path / "runs" / "seed-3"
    home.new_run(3).mkdir(parents=True)
    assert home.new_run(3) == tmp_path / "runs" / "seed-3-2"


def test_looking_for_help_starts_no_simulator() -> None:
    code = (
        "import sys; from agents.cli.app import app; from agents.cli.failing import run_app; run_app(app, ['--help']);"
        "print([name for name in ('sapien', 'embreex', 'langgraph', 'lancedb') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_broken_pipe_is_no_traceback(simwright: Callable[..., object], monkeypatch: pytest.MonkeyPatch) -> None:
    from agents.cli import output

    def broken(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(output.Output, "table", broken)
    monkeypatch.setattr(sys, "stderr", open("/dev/null", "w"))  # noqa: PTH123, SIM115
    assert run_app(app, ["assets", "list"]) == 1
