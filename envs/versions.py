"""Which versions a result was made with."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version


def versions(engine: str) -> dict[str, str]:
    """Return the versions of Simwright, Python, the engine and the libraries that decide a rollout.

    An engine is named after its package.
    """
    found = {"python": platform.python_version()}
    for name in ("simwright", engine, "numpy", "pin", "toppra", "ompl"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
