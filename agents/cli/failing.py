"""How the command line ends: exit codes, and errors as a sentence with a remedy."""

from __future__ import annotations

import errno
import json
import sqlite3
import sys
import traceback
from collections.abc import Iterator

import typer
from pydantic import ValidationError

from agents.cli.libraries import install_line, missing_library
from agents.errors import AgentsError, ModelNameError, RunError, VerdictFolderError
from envs.errors import EnvsError, ProgramError, SpecError, UnknownNameError
from envs.failures import FailureKind
from kpam.errors import FileError, KpamError
from memory.errors import MemoryStoreError, UnknownTaskError
from policy.errors import DeviceError, PolicyError
from policy.train.errors import TrainingFolderError
from tools.errors import ToolError

DONE, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130
STOPPED = "stopped; what was finished is kept, and nothing is half written"
OURS = (AgentsError, EnvsError, KpamError, MemoryStoreError, PolicyError, ToolError)


class CommandError(AgentsError):
    """The command was given something that cannot be meant: exits with 2."""


def run_app(app: typer.Typer, arguments: list[str]) -> int:
    """Run the command line and return its exit code. Whatever goes wrong is told in a sentence.

    `--debug` counts wherever it stands. With `--json` the error is also the JSON object that a machine waits for.
    """
    debug = "--debug" in arguments
    arguments = [argument for argument in arguments if argument != "--debug"]
    try:
        command = typer.main.get_command(app)
        code = command.main(
            ["--debug", *arguments] if debug else arguments, prog_name="simwright", standalone_mode=False
        )
        if code == INTERRUPTED:  # Typer turns Ctrl-C into this exit code
            return _told(INTERRUPTED, "interrupted", STOPPED, arguments)
        return code if isinstance(code, int) else DONE
    except typer.TyperException as error:
        message = _with_value(error, error.format_message())
        if not message:  # `simwright` or a group alone: the help is on the screen
            return USAGE
        stop = "" if message.endswith((".", "?")) else "."
        return _told(USAGE, "usage", f"{message}{stop} See: {_helping(app, arguments)}", arguments)
    except KeyboardInterrupt:
        return _told(INTERRUPTED, "interrupted", STOPPED, arguments)
    except BrokenPipeError:
        sys.stderr.close()
        return FAILED
    except Exception as error:
        if debug:
            traceback.print_exc()
        code, kind, sentence = explained(error)
        return _told(code, kind, sentence, arguments)


def explained(error: Exception) -> tuple[int, str, str]:
    """Return exit code, kind and sentence for an exception that reached the command line."""
    chain = list(_causes(error))
    full = next((link for link in chain if _is_full(link)), None)
    if full is not None:
        file = full.filename if isinstance(full, OSError) else None
        where = f" while writing {file}" if file else ""
        return (
            FAILED,
            "disk_full",
            f"the disk is full{where}; nothing is half written: free some space and run it again",
        )
    from envs.assets.catalog import AssetNameError
    from envs.demos.errors import DatasetExistsError, NoDatasetError
    from envs.worlds import WorldMissingError

    usage = (
        CommandError,
        RunError,
        ModelNameError,
        UnknownNameError,
        UnknownTaskError,
        AssetNameError,
        DatasetExistsError,
        NoDatasetError,
        DeviceError,
        TrainingFolderError,
        VerdictFolderError,
        WorldMissingError,
    )
    if isinstance(error, usage):
        return USAGE, "usage", str(error)
    if isinstance(error, FileError):
        return USAGE, _kind(error), str(error)
    if isinstance(error, OURS):
        return FAILED, _kind(error), str(error)
    library = missing_library(error)
    if library is not None:
        return (
            FAILED,
            "system_library",
            f"the system library {library} is missing or broken: {install_line(library)}",
        )
    if isinstance(error, FileNotFoundError) and error.filename is not None:
        return USAGE, "usage", f"there is no file {error.filename!r}; check the path"
    if isinstance(error, OSError):
        name = f" {error.filename!r}" if error.filename else ""
        return FAILED, "os_error", f"the system refused{name}: {error.strerror or error}"
    what = " ".join(str(error).split())[:300]
    return (
        FAILED,
        "internal",
        f"Simwright failed in a way it does not know ({type(error).__name__}: {what}); "
        "run it again with --debug and report the traceback",
    )


def _is_full(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno == errno.ENOSPC
    return isinstance(error, sqlite3.OperationalError) and "disk is full" in str(error)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _kind(error: Exception) -> str:
    if isinstance(error, ProgramError):
        return FailureKind.PROGRAM_ERROR.value
    if isinstance(error, SpecError):
        return FailureKind.SPEC_INVALID.value
    name = type(error).__name__.removesuffix("Error")
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _with_value(error: Exception, message: str) -> str:
    """Add the value that an option was given, which Typer leaves out where pydantic refused it."""
    cause = error.__cause__
    if not isinstance(cause, ValidationError):
        return message
    return f"{message.rstrip('.')}; got {cause.errors(include_url=False)[0]['input']!r}"


def _told(code: int, kind: str, sentence: str, arguments: list[str]) -> int:
    print(f"simwright: {sentence}", file=sys.stderr)
    if "--json" in arguments:
        print(json.dumps({"error": {"kind": kind, "message": sentence}}))
    return code


def _helping(app: typer.Typer, arguments: list[str]) -> str:
    """Return the command whose help tells more about what was typed: a verb's, and of a group the one of its verb."""
    words, group = ["simwright"], app
    for word in arguments:
        inner = next((known.typer_instance for known in group.registered_groups if known.name == word), None)
        if inner is not None:
            words.append(word)
            group = inner
        elif word in {command.name for command in group.registered_commands}:
            words.append(word)
            break
    return " ".join([*words, "--help"])
