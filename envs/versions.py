"""Which versions a result was made with."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

ENGINES = {"sapien": "sapien", "pybullet": "pybullet"}


def versions(engine: str) -> dict[str, str]:
    """Return the versions of Simwright, Python, the engine and the libraries that decide a rollout."""
    found = {"python": platform.python_version()}
    for name in ("simwright", ENGINES[engine], "numpy", "pin", "toppra", "ompl"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
