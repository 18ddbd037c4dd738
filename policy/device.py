"""Where a policy computes."""

from __future__ import annotations

import torch

from policy.errors import DeviceError

KINDS = ("cpu", "cuda", "mps")


def choose_device(name: str = "auto") -> torch.device:
    """Return a device by name: "cpu", "cuda", "cuda:1", "mps"; "auto" is the first GPU, or else the processor.

    Raises DeviceError for a name that is none, and for a device that this machine does not have.
    """
    if name == "auto":
        return torch.device("cuda" if _count("cuda") else "mps" if _count("mps") else "cpu")
    kind, _, number = name.partition(":")
    if kind not in KINDS or (number and not number.isdecimal()):
        raise DeviceError(f"unknown device {name!r}; known: auto, {', '.join(KINDS)}, or one of several as cuda:1")
    count = _count(kind)
    if int(number or 0) >= count:
        there = "there is none here" if count == 0 else f"there are only {count} here, counted from 0"
        raise DeviceError(f"device {name!r} was asked for and {there}, or torch was installed without it; use 'auto'")
    return torch.device(name)


def _count(kind: str) -> int:
    if kind == "cuda":
        return torch.cuda.device_count()
    return int(torch.backends.mps.is_available()) if kind == "mps" else 1
