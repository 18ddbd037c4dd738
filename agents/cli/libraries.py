"""Libraries of the system that the wheels link to and do not carry, and how to install one that is missing."""

from __future__ import annotations

import re

PACKAGES = {
    "libX11.so.6": "libx11-6",  # sapien links to it; no display is opened
    "libgomp.so.1": "libgomp1",  # pinocchio
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1",
}
"""The Debian and Ubuntu package of each, by its file name."""

_UNLOADED = re.compile(r"([\w+.-]+\.so[\w.]*): (?:cannot open shared object file|file too short|invalid ELF header)")


def missing_library(error: BaseException | None) -> str | None:
    """Return the file name of the system library for want of which an import failed, or None for another error."""
    while error is not None:
        found = _UNLOADED.search(str(error)) if isinstance(error, ImportError | OSError) else None
        if found:
            return found[1]
        error = error.__cause__ or error.__context__
    return None


def install_line(library: str) -> str:
    """Return what to type to get a library."""
    package = PACKAGES.get(library)
    if package is None:
        return f"install the system package that holds {library} (Debian, Ubuntu: apt-file search {library})"
    return f"apt-get install -y {package}   (as root; on other systems the package that holds {library})"
