"""The nodes in which a role writes something: recall, propose, decompose, code, repair."""

from __future__ import annotations

import json
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from langchain_core.runnables import RunnableConfig

from agents.roles.coder import CODER
from agents.roles.decomposer import DECOMPOSER
from agents.roles.proposer import PROPOSER
from agents.state import Attempt, RunState, Update, added, after, fresh_candidate
from agents.workshop import Workshop, attempt, trouble
from envs.errors import UnknownNameError
from envs.failures import FailureKind
from envs.task.api_text import api_text
from tools.check_program import instantiate
from tools.recall import recall as recall_tasks
from tools.simulate import FIRST_TRIAL_SEED

CHECKED_SEEDS = 6
NEAR = 12


def recall(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Begin a candidate: search the library for what is near the request."""
    del config
    query = shop.config.target or "any task"
    update = fresh_candidate() | Update(
        candidate=state["candidate"] + 1,
        near=json.loads(recall_tasks(shop.tools, query, NEAR))["tasks"],
    )
    shop.tell(after(state, update), "recall", f"{len(update['near'])} tasks of the library near the request")
    return update


def propose(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Ask the proposer for a task; one that the run has seen goes no further."""
    answer = shop.ask(
        PROPOSER,
        config,
        request=shop.config.target or "None: propose what the library lacks.",
        number=str(state["candidate"]),
        wanted=str(shop.config.n),
        committed=str(len(state["committed"])),
        library=_tasks(state["near"]),
        tried=_tried(state),
        check=lambda value: unknown_category(value, shop.catalog.categories()),
    )
    update = Update(spent=added(state["spent"], answer.spent))
    if answer.value is None:
        return _lost(shop, after(state, update), "propose", answer.trouble) | update
    proposal = answer.value
    name = unused(proposal["name"], state, shop.library.names())
    update |= Update(name=name, proposal=proposal, reached=["proposed"], faults=0)
    same = [t["name"] for t in state["tried"] if t["instruction"] == proposal["instruction"]]
    if same:
        reason = f"the sentence is that of {same[0]}, which this run has tried"
        update["failure"] = trouble("propose", reason, FailureKind.NOT_NOVEL)
    shop.tell(after(state, update), "propose", proposal["instruction"].replace("{", "").replace("}", ""))
    return update


def decompose(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Ask the decomposer for stages; a library task that does not exist is an error here, not later."""
    answer = shop.ask(
        DECOMPOSER,
        config,
        number=str(state["candidate"]),
        proposal=json.dumps(state["proposal"]),
        library=_tasks(state["near"]),
        history=_history(state["history"]),
    )
    update = Update(spent=added(state["spent"], answer.spent), failure=None)
    if answer.value is None:
        return _lost(shop, after(state, update), "decompose", answer.trouble) | update
    reason = unknown_reuse(answer.value["reuses"], shop.library.names())
    if reason is not None:
        update["failure"] = trouble("decompose", reason, FailureKind.SPEC_INVALID)
    update["plan"] = answer.value
    shop.tell(after(state, update), "decompose", "; ".join(stage["name"] for stage in answer.value["stages"]))
    return update


def code(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Ask the coder for the program, then run it in the sandbox over several seeds."""
    answer = shop.ask(
        CODER,
        config,
        number=str(state["candidate"]),
        proposal=json.dumps(state["proposal"]),
        plan=json.dumps(state["plan"]),
        program=state["source"] or "None yet.",
        history=_history(state["history"]),
        evidence=state["evidence"] or "None yet.",
        api=api_text(),
    )
    update = Update(spent=added(state["spent"], answer.spent), failure=None, evidence="", verdict=None)
    if answer.value is None:
        return _lost(shop, after(state, update), "code", answer.trouble) | update
    source = answer.value["source"]
    update |= Update(source=source, faults=0)
    shop.write(after(state, update), "task.py", source)
    shop.write(after(state, update), draft_file(len(state["history"]) + 1), source)
    seeds = range(FIRST_TRIAL_SEED, FIRST_TRIAL_SEED + CHECKED_SEEDS)
    specs, failure = instantiate(shop.tools, source, seeds, state["name"])
    reached = [*state["reached"]]
    if failure is None or failure.kind is FailureKind.SPEC_INVALID:
        reached.append("program_runs")
    if failure is None:
        reached.append("valid")
        shop.write(after(state, update), "spec.json", specs[0].model_dump(mode="json"))
    else:
        update["failure"] = attempt("code", failure)
    update["reached"] = reached
    shop.tell(after(state, update), "code", "valid" if failure is None else f"{failure.kind}: {failure.reason}")
    return update


def draft_file(attempt: int) -> str:
    """Return the file that keeps an attempt's program, whatever became of it; `task.py` is the one that stands."""
    return f"draft-{attempt}.py"


def repair(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Add the failure to the candidate's history, which is what the next attempt is written from."""
    del config
    failure = state["failure"]
    if failure is None:
        return Update()
    update = Update(history=[*state["history"], failure])
    shop.tell(state, "repair", f"{failure['node']}: {failure['kind']}: {failure['reason']}")
    return update


def unknown_category(proposal: dict[str, Any], known: Iterable[str]) -> str | None:
    """Return what is wrong with the first category that the catalog lacks, with the nearest name; None for nothing."""
    names = set(known)
    unknown = next((item["category"] for item in proposal["objects"] if item["category"] not in names), None)
    return None if unknown is None else str(UnknownNameError("category", unknown, names))


def unknown_reuse(reuses: Iterable[str], known: Iterable[str]) -> str | None:
    """Return what is wrong with the first task that the library does not hold, with the nearest name."""
    names = sorted(known)
    unknown = next((name for name in reuses if name not in names), None)
    if unknown is None:
        return None
    near = get_close_matches(unknown, names, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]!r}? " if near else ""
    return f"the plan reuses {unknown!r}, which the library does not hold; {hint}reuse only names that recall shows"


def unused(name: str, state: RunState, library: Iterable[str]) -> str:
    """Return the name, numbered where a task of the library or of this run has it."""
    taken = {*library, *(tried["name"] for tried in state["tried"])}
    if name not in taken:
        return name
    return next(f"{name[:56]}_{k}" for k in range(2, len(taken) + 3) if f"{name[:56]}_{k}" not in taken)


def _lost(shop: Workshop, state: RunState, node: str, reason: str | None) -> Update:
    """Return what a role's silence means: the candidate is lost to the model's budget."""
    text = reason or "the model gave no answer"
    shop.tell(state, node, text)
    return Update(failure=trouble(node, text), faults=state["faults"] + 1)


def _tasks(tasks: list[dict[str, Any]]) -> str:
    lines = [f"- {t['name']}: {t['instruction']} ({', '.join(t['assets'])})" for t in tasks]
    return "\n".join(lines) or "None."


def _tried(state: RunState) -> str:
    lines = [
        f"- {t['name']}: {t['instruction']} ({', '.join(t['categories'])}): {t['outcome']}" for t in state["tried"]
    ]
    return "\n".join(lines) or "None."


def _history(history: list[Attempt]) -> str:
    lines = [
        f"{number}. {item['node']}"
        + (f", stage {item['stage']!r}" if item["stage"] else "")
        + f": {item['kind']}: {item['reason']}"
        for number, item in enumerate(history, 1)
    ]
    return "\n".join(lines) or "Nothing."
