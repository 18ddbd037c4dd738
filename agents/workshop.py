"""What the nodes of the graph work with: request, model, tools, library, run folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import RunnableConfig

from agents.config import GenerateConfig
from agents.events import Event, EventLog
from agents.models import PROCEDURAL
from agents.roles.role import Answer, Check, Role, ask
from agents.state import Attempt, RunState
from envs.assets.catalog import Catalog
from envs.failures import Failure, FailureKind
from envs.verification.workers import Workers
from memory.library import Library
from tools.context import ToolContext


@dataclass
class Workshop:
    """Handed to every node; holds nothing that a checkpoint would have to hold."""

    config: GenerateConfig
    model: BaseChatModel
    catalog: Catalog
    library: Library
    tools: ToolContext
    events: EventLog
    workers: Workers

    @property
    def model_name(self) -> str:
        """The name that the request gave its model."""
        return self.config.model or PROCEDURAL

    def folder(self, state: RunState) -> Path:
        """The candidate's folder, made where missing."""
        path = self.config.out / "candidates" / candidate_name(state)
        path.mkdir(parents=True, exist_ok=True)
        return path

    def write(self, state: RunState, name: str, content: str | dict[str, Any]) -> None:
        """Write a text or JSON file to the candidate's folder, whole or not at all."""
        path = self.folder(state) / name
        text = content if isinstance(content, str) else json.dumps(content, indent=2) + "\n"
        partial = path.with_name(f".{name}.partial")
        partial.write_text(text, encoding="utf-8")
        partial.replace(path)

    def tell(self, state: RunState, node: str, text: str) -> None:
        """Record what a node found."""
        self.events.add(
            Event(state.get("candidate", 0), candidate_name(state), node, text, len(state.get("history", [])))
        )

    def ask(
        self,
        role: Role,
        config: RunnableConfig,
        *,
        pictures: tuple[str, ...] = (),
        check: Check | None = None,
        **fields: str,
    ) -> Answer:
        """Ask a role with this run's model, tools and budget."""
        return ask(
            role,
            self.model,
            self.tools,
            fields,
            budget=self.config.budget,
            config=config,
            pictures=pictures,
            model_name=self.model_name,
            check=check,
        )


def candidate_name(state: RunState) -> str:
    """Return the candidate's name, or its number while it has none."""
    return state.get("name") or f"candidate_{state.get('candidate', 0)}"


def attempt(node: str, failure: Failure) -> Attempt:
    """Return a failure as the state keeps it."""
    return Attempt(node=node, kind=failure.kind.value, reason=failure.reason, stage=failure.stage)


def trouble(node: str, reason: str, kind: FailureKind = FailureKind.BUDGET_SPENT) -> Attempt:
    """Return what a node met as the state keeps it."""
    return Attempt(node=node, kind=kind.value, reason=reason, stage=None)
