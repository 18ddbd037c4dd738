"""Errors of `memory`: misuse that the caller can mend. A damaged folder in a listing is data, not an error."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class MemoryStoreError(Exception):
    """Base of every error that `memory` raises; the message ends with what to do."""


class UnknownTaskError(MemoryStoreError):
    """A task name that the library does not hold."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        names = sorted(known)
        near = get_close_matches(name, names, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else " List them with `simwright library list`."
        shown = ", ".join(names[:20]) + (f" and {len(names) - 20} more" if len(names) > 20 else "")
        super().__init__(f"the library holds no task {name!r}; it holds: {shown or 'none'}.{hint}")
        self.name = name
        self.nearest = near[0] if near else None


class NameClashError(MemoryStoreError):
    """A task of that name is in the library already."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"the library already holds a task {name!r}; give the new one another name, or remove the old one first"
        )
        self.name = name


class RecordError(MemoryStoreError):
    """A record whose parts contradict each other, or that no simulator confirmed."""


class DamagedRecordError(MemoryStoreError):
    """A task folder that cannot be read back."""

    def __init__(self, name: str, problem: str) -> None:
        self.name = name
        self.problem = problem
        self.remedy = (
            f"restore the folder {name!r} from version control or an export, or delete it with "
            f"`simwright library remove {name}`"
        )
        super().__init__(f"task {name!r} is damaged: {problem}; {self.remedy}")


class ImportRefusedError(MemoryStoreError):
    """A folder or archive from which nothing is imported, because it is not what `export` writes."""


class EmbedderError(MemoryStoreError):
    """An embedder that is missing, or whose weights are not the ones that it names."""
