"""What every test lives under: no network beyond this machine, no keys, no home folder of its own."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path

import pytest

KEYS = ("OPENAI_API_KEY", "OPENAI_BASE_URL", "OPENAI_API_BASE", "SIMWRIGHT_HOME", "DISPLAY")


def _is_local(address: object) -> bool:
    """Whether a socket address stays on this machine (a Unix socket's path does)."""
    if not isinstance(address, tuple):
        return True
    host = str(address[0])
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@pytest.fixture(autouse=True)
def _offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse connections to other machines and hide keys, so that no test can call a real model."""
    connect = socket.socket.connect

    def connect_locally(self: socket.socket, address: object) -> None:
        if not _is_local(address):
            raise AssertionError(f"a test tried to reach {address!r}; tests stay on this machine")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", connect_locally)
    for key in KEYS:
        monkeypatch.delenv(key, raising=False)


@pytest.fixture
def repository() -> Path:
    """The repository's root."""
    return Path(__file__).resolve().parents[1]
