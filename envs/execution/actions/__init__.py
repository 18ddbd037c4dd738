"""How each kind of action is carried out, one to a file; the registry below is the whole list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from envs.execution.actions.actuate import actuate
from envs.execution.actions.pick import pick
from envs.execution.actions.place import place
from envs.execution.actions.push import push
from envs.execution.actions.sweep import sweep
from envs.execution.auto.bring_about import auto
from envs.execution.runner import Runner

ACTIONS: dict[str, Callable[[Runner, Any], None]] = {
    "actuate": actuate,
    "pick": pick,
    "place": place,
    "push": push,
    "sweep": sweep,
    "auto": auto,
}
