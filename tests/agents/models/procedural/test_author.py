"""The author's tasks: varied by seed, repeated by it, valid in the sandbox, near what was asked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from agents.budget import Budget
from agents.models import make_model
from agents.roles import ROLES
from agents.roles.role import ask
from envs.task.api_text import api_text
from tools.check_program import check_program
from tools.context import ToolContext


def proposal(
    tools: ToolContext, seed: int, *, number: int = 1, request: str = "None.", tried: str = ""
) -> dict[str, Any]:
    fields = {
        "request": request,
        "number": str(number),
        "wanted": "5",
        "committed": "0",
        "library": "None.",
        "tried": tried or "None.",
    }
    answer = ask(ROLES["proposer"], make_model(None, seed), tools, fields, budget=Budget())
    assert answer.value is not None, answer.trouble
    return answer.value


def program(tools: ToolContext, made: dict[str, Any], seed: int, history: str = "Nothing.") -> str:
    model, common = make_model(None, seed), {"number": "1", "proposal": json.dumps(made), "history": history}
    plan = ask(ROLES["decomposer"], model, tools, {**common, "library": "None."}, budget=Budget()).value
    fields = {**common, "plan": json.dumps(plan), "program": "None.", "evidence": "None.", "api": api_text()}
    written = ask(ROLES["coder"], model, tools, fields, budget=Budget()).value
    assert written is not None
    return written["source"]


def test_the_same_seed_repeats_and_others_differ_in_what_is_done(tools: ToolContext) -> None:
    made = [proposal(tools, seed) for seed in range(6)]
    assert proposal(tools, 0) == made[0]
    assert len({item["success"].split()[0] + item["name"].split("_")[0] for item in made}) >= 4


def test_proposals_of_one_run_spread_over_categories(tools: ToolContext) -> None:
    lines: list[str] = []
    seen: set[str] = set()
    for number in range(1, 6):
        made = proposal(tools, 0, number=number, tried="\n".join(lines))
        used = sorted({item["category"] for item in made["objects"]})
        lines.append(f"- {made['name']}: {made['instruction']} ({', '.join(used)}): committed")
        seen |= set(used)
    assert len({line.split(":")[0] for line in lines}) == 5
    assert len(seen) >= 4


@pytest.mark.parametrize("seed", range(4))
def test_programs_run_in_the_sandbox(tools: ToolContext, seed: int) -> None:
    source = program(tools, proposal(tools, seed), seed)
    assert check_program(tools, source, 3).startswith("ok")


@pytest.mark.parametrize(
    ("sentence", "categories", "verb"),
    [
        ("open the microwave", {"microwave"}, "open"),
        ("close the laptop", {"laptop"}, "close"),
        ("put the mug in the bin", {"mug", "bin"}, "put"),
        ("stack some blocks", {"block"}, "stack"),
        ("turn on the tap", {"faucet"}, "turn"),
        ("open the top drawer and put the ball inside", {"drawer_cabinet", "ball"}, "store"),
    ],
)
def test_a_target_is_honoured(tools: ToolContext, sentence: str, categories: set[str], verb: str) -> None:
    made = proposal(tools, 5, request=sentence)
    assert {item["category"] for item in made["objects"]} == categories
    assert made["name"].startswith(verb)


def test_evidence_changes_the_program(tools: ToolContext) -> None:
    made = proposal(tools, 0, request="open the top drawer")
    first = program(tools, made, 0)
    assert program(tools, made, 0, "1. simulate: out_of_reach: following x leaves the arm's reach by 3 cm") != first
