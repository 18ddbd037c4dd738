"""Errors as a sentence with a remedy, and exit codes that scripts can use."""

from __future__ import annotations

import errno
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agents.cli import main
from agents.cli.failing import explained
from agents.errors import ModelUnavailableError

Run = Callable[..., object]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("genrate",), "Did you mean 'generate'?"),
        (("library", "shw"), "Did you mean 'show'?"),
        (("generate", "--sed", "1"), "--seed"),
        (("generate", "--n", "0"), "greater than or equal to 1; got '0'"),
        (("replay", "docs"), "demos --out"),
        (("replay", "nowhere"), "demos --out"),
        (("assets", "show", "drawer_cabnet"), "Did you mean 'drawer_cabinet'?"),
        (("assets", "show", "block/x"), "block/3"),
        (("run", "docs/examples/put_ball_in_bim.py"), "Did you mean docs/examples/put_ball_in_bin.py?"),
        (("verify", "x.py", "--seeds", "20:0"), "0:20"),
        (("run", "anything"), "simwright generate"),
        (("resume", "."), "is no run"),
        (("demos", "--out", "somewhere"), "--all"),
        (("replay",), "DATASET_DIR"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_exits_with_2_and_says_what_would_be_right(
    simwright: Run, arguments: tuple[str, ...], hint: str, monkeypatch: pytest.MonkeyPatch, repository: Path
) -> None:
    monkeypatch.chdir(repository)
    said = simwright(*arguments)
    assert said.code == 2
    assert hint in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("arguments", "command"),
    [
        (("genrate",), "simwright --help"),
        (("generate", "--sed", "1"), "simwright generate --help"),
        (("kpam", "sove"), "simwright kpam --help"),
        (("kpam", "solve", "--sed", "1"), "simwright kpam solve --help"),
        (("library", "show"), "simwright library show --help"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_wrong_usage_points_to_the_help_of_the_verb(simwright: Run, arguments: tuple[str, ...], command: str) -> None:
    assert simwright(*arguments).err.rstrip().endswith(f"See: {command}")


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals")
def test_ctrl_c_during_the_first_imports_is_a_sentence() -> None:
    code = (
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # a shell's background jobs ignore it
        "class Impatient:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'agents.cli.app':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Impatient())\n"
        "from agents.cli import main\n"
        "main(['--help'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 130
    assert done.stderr == "simwright: stopped before it began\n"


def test_a_task_that_the_library_does_not_hold_names_the_nearest(simwright: Run, library: object) -> None:
    said = simwright("run", "put_bal_in_bin")
    assert said.code == 2
    assert "Did you mean 'put_ball_in_bin'?" in said.err


def test_with_json_an_error_is_the_object_that_a_machine_waits_for(simwright: Run) -> None:
    said = simwright("assets", "show", "blok", "--json")
    assert said.json["error"]["kind"] == "usage"
    assert "Did you mean 'block'?" in said.json["error"]["message"]
    assert said.code == 2


def test_the_traceback_shows_only_with_debug_wherever_it_stands(simwright: Run) -> None:
    assert "Traceback" not in simwright("assets", "show", "blok").err
    assert "Traceback" in simwright("assets", "show", "blok", "--debug").err


def test_a_program_that_does_not_run_fails_with_its_line(simwright: Run, tmp_path: Path) -> None:
    program = tmp_path / "hostile.py"
    program.write_text("def build(task, rng):\n    import os\n    os.remove('x')\n")
    said = simwright("run", program)
    assert said.code == 1
    assert "line 2" in said.err
    assert simwright("run", program, "--json").json["error"]["kind"] == "program_error"


def test_a_program_that_is_too_long_or_no_text_is_refused(simwright: Run, tmp_path: Path) -> None:
    program = tmp_path / "long.py"
    program.write_bytes(b"#" * 70_000)
    assert "at most 65536" in simwright("run", program).err
    program.write_bytes(b"\xff\xfe")
    assert "UTF-8" in simwright("run", program).err


def test_ctrl_c_ends_with_130(simwright: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from envs.assets import catalog

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(catalog, "Catalog", interrupted)
    said = simwright("assets", "list", "--json")
    assert said.code == 130
    assert "stopped" in said.err
    assert said.json["error"]["kind"] == "interrupted"


def test_a_full_disk_says_so_also_when_it_hides_behind_another_error() -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "library/x")
    behind = ModelUnavailableError("something else")
    behind.__cause__ = full
    for error in (full, behind):
        code, kind, sentence = explained(error)
        assert (code, kind) == (1, "disk_full")
        assert "library/x" in sentence


def test_a_full_disk_is_known_also_where_sqlite_meets_it() -> None:
    assert explained(sqlite3.OperationalError("database or disk is full"))[:2] == (1, "disk_full")


def test_a_library_that_misses_a_file_speaks_for_itself():
    code, kind, sentence = explained(FileNotFoundError("could not locate the `monty` binary; install it"))
    assert (code, kind) == (1, "os_error")
    assert "`monty`" in sentence
    assert "None" not in sentence


def test_what_nobody_foresaw_asks_for_debug() -> None:
    code, kind, sentence = explained(ZeroDivisionError("division by zero"))
    assert (code, kind) == (1, "internal")
    assert "ZeroDivisionError" in sentence
    assert "--debug" in sentence


def test_kinds_of_errors_are_words_for_machines() -> None:
    assert explained(ModelUnavailableError("no key"))[1] == "model_unavailable"


def test_main_exits_with_the_code() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["assets", "show", "blok"])
    assert ended.value.code == 2
