"""How long `make demo` takes: `python -m benchmarks.demo [--quick] [--json FILE]`.

In a copy of what git tracks, first from nothing, then again with `.venv` there. With --quick only the second of the
two is measured, on the `.venv` of this working copy.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parents[1]
AIM_AGAIN = 120.0
"""Seconds that the second `make demo` should stay under."""


def timed(folder: Path) -> float:
    """Return the seconds that `make demo` takes in a folder; exits with its output where it fails."""
    began = time.perf_counter()
    done = subprocess.run(["make", "demo"], cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"make demo failed in {folder}:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return time.perf_counter() - began


def copy_of_tracked_files(target: Path) -> Path:
    """Copy every file that git tracks, as it is in the working copy."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, listing.stdout.split("\0")):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target / name)
    return target


def main() -> None:
    """Measure, print a table, and write JSON where asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="only with .venv there")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    arguments = parser.parse_args()
    seconds: dict[str, float] = {}
    if arguments.quick:
        seconds["again"] = timed(ROOT)
    else:
        with tempfile.TemporaryDirectory() as folder:
            copy = copy_of_tracked_files(Path(folder))
            seconds["from nothing"] = timed(copy)
            seconds["again"] = timed(copy)
    table = Table("make demo", "seconds", "aim")
    for name, value in seconds.items():
        table.add_row(name, f"{value:.0f}", f"under {AIM_AGAIN:.0f}" if name == "again" else "")
    Console().print(table)
    if arguments.json:
        arguments.json.write_text(json.dumps(seconds, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
