"""Does a program run, and does it make a valid task?"""

from __future__ import annotations

from typing import Annotated

from envs.errors import ProgramError, SpecError
from envs.failures import Failure, FailureKind
from envs.task.spec import TaskSpec
from tools.context import ToolContext


def check_program(
    context: ToolContext,
    source: Annotated[str, "the whole program, which defines build(task, rng)"],
    seeds: Annotated[int, "how many seeds to run it for, 1 to 20"] = 5,
) -> str:
    """Run a program in the sandbox for several seeds and validate the tasks it makes. No physics.

    The first line is 'ok' or the failure's kind with what to change.
    """
    specs, failure = instantiate(context, source, range(max(1, min(seeds, 20))))
    if failure is not None:
        return f"{failure.kind}: {failure.reason}"
    first = specs[0]
    objects = ", ".join(f"{item.name} = {item.asset}" for item in first.scene.objects)
    return f"ok\ninstruction: {first.instruction}\nobjects at seed {first.seed}: {objects}\nstages: " + "; ".join(
        stage.name for stage in first.stages
    )


def instantiate(
    context: ToolContext, source: str, seeds: range, name: str = "draft"
) -> tuple[list[TaskSpec], Failure | None]:
    """Return the program's specs over seeds, or the first failure: `program_error` or `spec_invalid`."""
    specs: list[TaskSpec] = []
    for seed in seeds:
        try:
            specs.append(context.spec(source, seed, name))
        except ProgramError as error:
            return specs, Failure(kind=FailureKind.PROGRAM_ERROR, reason=f"seed {seed}: {error}", seed=seed)
        except SpecError as error:
            return specs, Failure(kind=FailureKind.SPEC_INVALID, reason=f"seed {seed}: {error}", seed=seed)
    return specs, None
