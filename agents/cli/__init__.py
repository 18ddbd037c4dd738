"""The command line: one verb to a file, put together in `app`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit; see `agents.cli.app.main`. Ctrl-C during its imports is no traceback either."""
    try:
        from agents.cli.app import main as run
    except KeyboardInterrupt:
        print("simwright: stopped before it began", file=sys.stderr)
        sys.exit(130)
    run(arguments)
