"""What the command line prints: results to standard output, progress to standard error, JSON on the last line."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

NO_TERMINAL_WIDTH = 120


class Bar(Protocol):
    """Moves a progress bar: what runs now, how much is done, of how much."""

    def __call__(self, what: str, done: int, total: int) -> None: ...


class Output:
    """Prints for a person, or for a machine when `as_json`: then standard output carries the JSON object alone."""

    def __init__(self, as_json: bool = False) -> None:
        self.as_json = as_json
        self.err = _console(stderr=True)
        self.out = self.err if as_json else _console(stderr=False)

    def note(self, text: str) -> None:
        """Say what is going on, on standard error."""
        self.err.print(text, markup=False, soft_wrap=True)

    def line(self, text: str = "") -> None:
        """Print a line of the result."""
        self.out.print(text, markup=False, soft_wrap=True)

    def table(self, title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Print a table of the result; text is never cut, cells wrap."""
        table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
        for column in columns:
            table.add_column(column, overflow="fold")
        for row in rows:
            table.add_row(*(str(cell) for cell in row))
        self.out.print(table, markup=False)

    def result(self, data: Mapping[str, object]) -> None:
        """Print the one JSON object, where it was asked for."""
        if self.as_json:
            print(json.dumps(data, ensure_ascii=False, allow_nan=False), flush=True)

    @contextmanager
    def bar(self, what: str) -> Generator[Bar]:
        """Show a progress bar on standard error while the block runs; nothing where that is no terminal."""
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=self.err, transient=True, disable=not self.err.is_terminal) as progress:
            task = progress.add_task(what, total=None)

            def move(what: str, done: int, total: int) -> None:
                progress.update(task, description=what, completed=done, total=total)

            yield move


def _console(*, stderr: bool) -> Console:
    """Return a console that does not squeeze tables into 80 columns where its output is no terminal."""
    console = Console(stderr=stderr, highlight=False)
    return console if console.is_terminal else Console(stderr=stderr, highlight=False, width=NO_TERMINAL_WIDTH)
