"""The nodes in which the simulator decides, and the critic who may disagree: solve, simulate, verify, critique."""

from __future__ import annotations

import base64

from langchain_core.runnables import RunnableConfig

from agents.nodes.weighing import weighed
from agents.roles.critic import CRITIC
from agents.state import RunState, Update, added, after
from agents.workshop import Workshop, attempt, trouble
from envs.failures import Failure, FailureKind
from envs.verification.acceptance import MINIMUM_SEEDS, decide
from envs.verification.agreement import certain
from envs.verification.digest import advice, failed
from envs.verification.verdict import Verdict
from envs.verification.verify import verify as verify_program
from memory.novelty import novelty
from tools.compare import changes
from tools.render import write_pictures
from tools.simulate import FIRST_TRIAL_SEED, report
from tools.solve_stages import solve as solve_spec
from tools.verify import summary

UNSTABLE = {FailureKind.SCENE_UNSTABLE}
UNREACHED = {FailureKind.INFEASIBLE, FailureKind.OUT_OF_REACH}


def solve(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Ask whether the task is new, then whether keypoint constraints can be met on its starting scene."""
    del config
    spec = shop.tools.spec(state["source"] or "", FIRST_TRIAL_SEED, state["name"])
    found = novelty(spec, shop.library)
    if not found.novel:
        shop.tell(state, "solve", found.reason)
        return Update(failure=trouble("solve", found.reason, FailureKind.NOT_NOVEL))
    failure, lines = solve_spec(shop.tools, spec)
    if failure is None:
        shop.tell(state, "solve", "every stage's keypoints can be met")
        return Update(reached=[*state["reached"], "stable"])
    shop.tell(state, "solve", f"{failure.kind}: {failure.reason}")
    reached = [] if failure.kind in UNSTABLE else ["stable"]
    return Update(failure=attempt("solve", failure), evidence="\n".join(lines), reached=[*state["reached"], *reached])


def simulate(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Execute the task at a few seeds that verification does not use; the first failure goes to repair."""
    del config
    source = state["source"] or ""
    seeds = range(FIRST_TRIAL_SEED, FIRST_TRIAL_SEED + shop.config.trial_seeds)
    for seed, rollout in zip(seeds, shop.tools.rollouts(source, seeds), strict=True):
        if rollout.failure is None:
            continue
        kind = rollout.failure.kind
        feasible = [] if kind in UNSTABLE | UNREACHED else ["feasible"]
        shop.tell(state, "simulate", f"seed {seed}: {kind}: {rollout.failure.reason}")
        return Update(
            failure=attempt("simulate", rollout.failure),
            evidence=report(shop.tools, seed, rollout),
            reached=[*state["reached"], *feasible],
        )
    shop.tell(state, "simulate", f"succeeds at {shop.config.trial_seeds} seeds")
    return Update(reached=[*state["reached"], "feasible"])


def verify(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Verify over distinct seeds with controls; only this makes a task acceptable.

    The verdict in words, with what survives mutation where its score is low, is the evidence that critic and coder see.
    A program whose score is low goes back to the coder once, and is kept for where that leads to nothing better.
    """
    del config
    program = shop.tools.program(state["source"] or "", state["name"])
    verdict = verify_program(
        program,
        shop.catalog,
        seeds=range(shop.config.verify_seeds),
        engine=shop.config.engine,
        workers=shop.workers,
        mutation=True,
    )
    shop.write(state, "verdict.json", verdict.model_dump(mode="json"))
    score = "" if verdict.mutation is None else f"; mutation score {verdict.mutation.score:.2f}"
    shop.tell(state, "verify", f"{verdict.decision}: {verdict.reason}{score}")
    update = Update(verdict=verdict.model_dump(mode="json"), evidence=summary(verdict))
    reached = [*state["reached"]]
    if solved(verdict):
        reached.append("solved")
    if verdict.accepted:
        reached += ["controls_refused"]
        update |= weighed(shop, after(state, update), verdict)
    else:
        update["failure"] = attempt("verify", worst(verdict))
    return update | Update(reached=reached)


def critique(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Ask the critic whether sentence, program and outcome say the same."""
    source = state["source"] or ""
    rollout = shop.tools.rollout(source, FIRST_TRIAL_SEED)
    pictures: tuple[str, ...] = ()
    if shop.config.vision:
        paths = write_pictures(shop.tools, rollout, shop.folder(state))
        pictures = tuple(base64.b64encode(path.read_bytes()).decode() for path in paths)
    answer = shop.ask(
        CRITIC,
        config,
        pictures=pictures,
        instruction=rollout.spec.instruction,
        goal=rollout.spec.goal.model_dump_json(),
        program=source,
        verdict=state["evidence"],
        changes=changes(rollout.states[0], rollout.states[-1], rollout.spec, shop.catalog),
    )
    update = Update(spent=added(state["spent"], answer.spent))
    if answer.value is None:
        text = answer.trouble or "the critic gave no answer"
        shop.tell(state, "critique", text)
        return update | Update(failure=trouble("critique", text), faults=state["faults"] + 1)
    agrees = bool(answer.value["agrees"])
    shop.tell(state, "critique", f"{'agrees' if agrees else 'disagrees'}: {answer.value['reason']}")
    if agrees:
        return update
    reason = " ".join(part for part in (answer.value["reason"], answer.value["advice"]) if part)
    return update | Update(failure=trouble("critique", reason, FailureKind.CRITIC_DISAGREES))


def worst(verdict: Verdict) -> Failure:
    """Return what a verdict that accepts nothing fails at first of all.

    That is a control that passed; a rate that is too low, told by the most frequent failure with its first figures; or
    a sentence that says other than the goal.
    """
    for control in verdict.controls:
        if control.outcome == "passed":
            reason = f"control {control.name} reached the goal: {control.reason}"
            return Failure(kind=FailureKind.CONTROL_PASSED, reason=reason)
    groups, disagree = failed(verdict), certain(verdict.findings)
    if groups and not solved(verdict):
        most = groups[0]
        reason = f"{verdict.reason}; most often {most.kind} (seed {most.seeds[0]}): {most.first.reason}"
        return Failure(kind=most.kind, reason=reason, stage=most.first.stage, seed=most.seeds[0])
    if disagree:
        reason = "; ".join(advice(finding) for finding in disagree)
        return Failure(kind=FailureKind.SENTENCE_DISAGREES, reason=reason)
    return Failure(kind=FailureKind.BUDGET_SPENT, reason=verdict.reason)


def solved(verdict: Verdict) -> bool:
    """Whether a verdict's seeds alone would accept, whatever else refuses."""
    successes = sum(result.success for result in verdict.seeds)
    planned = max(len(verdict.seeds), MINIMUM_SEEDS)  # rollouts stop once it is certain
    return decide(successes, len(verdict.seeds) - successes, planned) == "accepted"
