"""Every benchmark in turn: `python -m benchmarks [--quick]`, or `python -m benchmarks NAME ...` for some."""

from __future__ import annotations

import argparse
import pkgutil
import subprocess
import sys

import benchmarks

SLOW = ("demo", "soundness", "transfer")
"""Benchmarks that take many minutes, or hours; they run only when named."""


def main() -> int:
    """Run the named benchmarks, each in its own process so that none warms another's caches; 1 when one fails."""
    names = sorted(name for _, name, _ in pkgutil.iter_modules(benchmarks.__path__) if not name.startswith("_"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*names, []], metavar="NAME", help=f"of {', '.join(names)}")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, for CI")
    arguments = parser.parse_args()
    failed: list[str] = []
    for name in arguments.names or [name for name in names if name not in SLOW]:
        print(f"\n== {name}", flush=True)
        command = [sys.executable, "-m", f"benchmarks.{name}", *(["--quick"] if arguments.quick else [])]
        if subprocess.run(command, check=False).returncode != 0:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
