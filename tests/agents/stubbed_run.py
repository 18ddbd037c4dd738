"""A run whose simulator is replaced by fixed verdicts, so that kills can be tested in seconds.

Arguments: home folder, tasks wanted, the node call at which to kill itself (0: never; -k: before the model's k-th
answer), generate or resume.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

from langchain_core.runnables import RunnableConfig

from agents import graph
from agents.config import GenerateConfig
from agents.generate import generate, resume
from agents.models.procedural.author import ProceduralAuthor
from agents.nodes import ending
from agents.state import RunState, Update
from agents.workshop import Workshop, trouble
from envs.failures import FailureKind
from envs.verification.verdict import SeedResult, Verdict

calls = 0


def solve(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Find the first program of every second candidate infeasible."""
    del shop, config
    if state["candidate"] % 2 and not state["history"]:
        return Update(failure=trouble("solve", "5 cm too far", FailureKind.OUT_OF_REACH))
    return Update(reached=[*state["reached"], "stable"])


def simulate(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Find everything feasible."""
    del shop, config
    return Update(reached=[*state["reached"], "feasible"])


def verify(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Accept everything."""
    del config
    program = shop.tools.program(state["source"] or "", state["name"])
    verdict = Verdict(
        accepted=True,
        decision="accepted",
        reason="stubbed",
        engine="none",
        rate=1.0,
        interval=(0.8, 1.0),
        seeds=tuple(SeedResult(seed=seed, success=True) for seed in range(20)),
        program_hash=program.hash,
    )
    shop.write(state, "verdict.json", verdict.model_dump(mode="json"))
    return Update(verdict=verdict.model_dump(mode="json"), reached=[*state["reached"], "solved", "controls_refused"])


def critique(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Agree."""
    del shop, state, config
    return Update()


def deadly(node: Any, kill_at: int) -> Any:
    """Return a node that kills the process when it is the k-th to have done its work."""

    def run(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
        global calls
        update = node(shop, state, config)
        calls += 1
        if calls == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return update

    return run


def deadly_model(kill_at: int) -> None:
    """Let the model kill the process before its k-th answer."""
    answer = ProceduralAuthor._generate
    asked = 0

    def run(self: ProceduralAuthor, *arguments: Any, **options: Any) -> Any:
        nonlocal asked
        asked += 1
        if asked == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer(self, *arguments, **options)

    ProceduralAuthor._generate = run  # type: ignore[method-assign]


def main(home: Path, n: int, kill_at: int, verb: str) -> None:
    stubs = {"solve": solve, "simulate": simulate, "verify": verify, "critique": critique}
    graph.NODES.update(stubs)
    for name, node in graph.NODES.items():
        graph.NODES[name] = deadly(node, kill_at)
    if kill_at < 0:
        deadly_model(-kill_at)
    ending._show = lambda shop, state: (shop.folder(state) / ending.PICTURE).write_bytes(b"")  # type: ignore[assignment]
    if verb == "resume":
        resume(home / "run")
    else:
        generate(GenerateConfig(n=n, seed=0, library=home / "library", out=home / "run", workers=1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
