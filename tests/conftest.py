"""What every test lives under: no network beyond this machine, no keys, no home folder of its own."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from kpam.motion import timing
from kpam.robot import Arm

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


@pytest.fixture(autouse=True, scope="session")
def _every_trajectory_keeps_its_limits() -> Iterator[None]:
    """Check position, velocity and acceleration of each trajectory that any test has timed, whatever it is about.

    `time_path` calls `_timed` by its name, so that this is in force wherever it was imported before. Processes that a
    test starts have no such watch; there, `_timed` itself measures what it returns.
    """
    timed = timing._timed

    def checked(arm: Arm, points: np.ndarray, rate: float, speed: float) -> np.ndarray:
        trajectory = timed(arm, points, rate, speed)
        rest = np.zeros((1, trajectory.shape[1]))
        velocity = np.diff(trajectory, axis=0) * rate
        acceleration = np.diff(np.vstack([rest, velocity, rest]), axis=0) * rate
        assert np.all(trajectory >= arm.lower), "lower joint limits"
        assert np.all(trajectory <= arm.upper), "upper joint limits"
        assert np.all(np.abs(velocity) <= speed * arm.velocity_limits * (1 + 1e-9)), "velocity limits"
        assert np.all(np.abs(acceleration) <= speed**2 * arm.acceleration_limits * (1 + 1e-9)), "acceleration limits"
        return trajectory

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timing, "_timed", checked)
        yield


@pytest.fixture
def repository() -> Path:
    """The repository's root."""
    return Path(__file__).resolve().parents[1]
