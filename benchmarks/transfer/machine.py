"""What the figures were measured with: versions and the machine, which decide how far they can be repeated."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from envs.versions import versions


def versions_used(engine: str) -> dict[str, str]:
    """Return the versions that decide an episode, and those that decide a policy."""
    found = versions(engine)
    for name in ("torch", "safetensors"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def machine(device: str, workers: int) -> dict[str, Any]:
    """Return the machine in words: processor, cores, worker processes, and the device that policies compute on."""
    found: dict[str, Any] = {
        "system": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "workers": workers,
        "device": device,
    }
    if device.startswith("cuda"):
        import torch

        found["gpu"] = torch.cuda.get_device_name(device)
    return found


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123  (no file of ours)
            names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()
