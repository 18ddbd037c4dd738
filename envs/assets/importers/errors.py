"""What importing refuses."""

from __future__ import annotations

from envs.errors import EnvsError


class ImportRefusedError(EnvsError):
    """A file or folder that is not imported; the message says what is wrong with it and what to do."""


class MissingFileError(ImportRefusedError):
    """A file that another one names and that is not in the folder."""


class SizeNeededError(ImportRefusedError):
    """Nothing says how large the thing is."""


class MissingExtraError(EnvsError):
    """A package that only some imports need is not installed; the message has the line that installs it."""

    def __init__(self, package: str, why: str) -> None:
        super().__init__(f"{why} needs {package}, which is not installed; install it: pip install 'simwright[assets]'")
        self.package = package
        self.why = why

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str]]:
        """Let it come back from a worker process."""
        return type(self), (self.package, self.why)


class ChecksFailedError(ImportRefusedError):
    """What was read is no sound asset; `findings` says why, one line each."""

    def __init__(self, name: str, findings: tuple[str, ...]) -> None:
        super().__init__(
            f"{name} fails {len(findings)} checks: {'; '.join(findings)}. Mend the file, or keep it with --draft and "
            "edit its annotations"
        )
        self.name = name
        self.findings = findings

    def __reduce__(self) -> tuple[type[ChecksFailedError], tuple[str, tuple[str, ...]]]:
        """Let it come back from a worker process."""
        return type(self), (self.name, self.findings)
