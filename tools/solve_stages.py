"""Can the hand get where the stages want it? Keypoint problems solved on the starting scene, without physics."""

from __future__ import annotations

from typing import Annotated

from envs.failures import Failure, FailureKind
from envs.task.spec import TaskSpec
from envs.task.stages import Actuate
from tools.check_program import instantiate
from tools.context import ToolContext


def solve_stages(
    context: ToolContext,
    source: Annotated[str, "the whole program"],
    seed: Annotated[int, "which seed's scene to solve in"] = 100,
) -> str:
    """Solve the keypoint constraints of every stage on the scene as it starts, and name what is in the way.

    The first line is 'ok' or the first failure's kind with figures; a line for each stage follows.
    """
    specs, failure = instantiate(context, source, range(seed, seed + 1))
    if failure is not None:
        return f"{failure.kind}: {failure.reason}"
    failure, lines = solve(context, specs[0])
    head = "ok" if failure is None else f"{failure.kind}: {failure.reason}"
    return "\n".join([head, *lines])


def solve(context: ToolContext, spec: TaskSpec) -> tuple[Failure | None, list[str]]:
    """Return the first stage's failure that no configuration avoids, or None, and how each stage stands.

    Parts stand as they start, so a stage that meets a part where an earlier stage leaves it is judged by execution.
    """
    from envs.execution.planning import keypoint_problem
    from envs.execution.resolve import constraint
    from envs.execution.session import Session
    from kpam.explain import diagnose
    from kpam.solver import solve as solve_problem

    session = Session(spec, context.catalog, engine=context.engine)
    try:
        state = session.reset()
        if session.unstable is not None:
            return session.unstable, []
        robot, lines = session.robot, list[str]()
        arm = robot.arm()
        first: Failure | None = None
        for stage in spec.stages:
            for action in stage.actions:
                if not isinstance(action, Actuate):
                    continue
                constraints = [constraint(item, state, session.scene_model, robot) for item in action.constraints]
                problem = keypoint_problem([constraints], robot.home[:7], robot)
                solution = solve_problem(problem, arm, seed=spec.seed)
                if solution.feasible:
                    lines.append(f"{stage.name}: {solution.explain()}")
                    continue
                diagnosis = diagnose(problem, solution, arm)
                lines.append(f"{stage.name}: {diagnosis.kind}: {diagnosis.text}")
                first = first or Failure(
                    kind=FailureKind(diagnosis.kind), reason=diagnosis.text, stage=stage.name, seed=spec.seed
                )
        return first, lines
    finally:
        session.close()
