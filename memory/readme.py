"""The page that a person reads in a task's folder, written from the record and nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from envs.task.stages import Action, Actuate, Auto, Sweep
from envs.verification import digest
from envs.verification.verdict import ControlResult, Evidence, MutationScore, Verdict
from memory.record import Provenance, TaskRecord


def readme(record: TaskRecord, *, picture: bool, video: bool) -> str:
    """Return README.md of a record: sentence, picture, what proves it, scene, stages, provenance."""
    spec = record.spec
    blocks = [f"# {record.name}", _quoted(spec.instruction)]
    if picture:
        blocks.append("![The task in simulation](picture.png)")
    if video:
        blocks.append("[Watch it being solved](video.mp4)")
    if spec.paraphrases:
        blocks.append("Also said as:\n" + _bullets(spec.paraphrases))
    objects = (f"`{item.name}`: {item.asset}" for item in spec.scene.objects)
    stages = (
        f"{number}. {stage.name} ({', '.join(_action(action) for action in stage.actions)})"
        for number, stage in enumerate(spec.stages, start=1)
    )
    blocks += [
        "## Proof",
        _proof(record.verdict),
        _bullets(_control(control) for control in record.verdict.controls) or "No controls were run.",
        *_besides(record.verdict),
        f"## Scene (seed {spec.seed})",
        _bullets(objects),
        "## Stages",
        "\n".join(stages),
        "## Provenance",
        _bullets(_provenance(record.provenance)),
        f"Program `{record.program.hash}`, spec `{spec.hash()}`.",
    ]
    return "\n\n".join(blocks) + "\n"


def _proof(verdict: Verdict) -> str:
    successes = sum(result.success for result in verdict.seeds)
    low, high = verdict.interval
    text = (
        f"Solved on {successes} of {len(verdict.seeds)} seeds in {verdict.engine}: rate {verdict.rate:.0%}, "
        f"95 % interval {low:.0%} to {high:.0%}."
    )
    if verdict.auto:
        text += " The solution is derived from the goal (`auto`)."
    if verdict.failures:
        counts = ", ".join(f"{kind} {count}" for kind, count in sorted(verdict.failures.items()))
        text += f" Failures: {counts}."
    return text


def _control(control: ControlResult) -> str:
    outcome = control.outcome.replace("_", " ")
    count = f"{control.successes} of {control.trials} reached the goal"
    return f"control `{control.name}`: {outcome}, {count} ({control.reason})"


def _besides(verdict: Verdict) -> Iterable[str]:
    """Yield what a verdict tells beside rate and controls, as far as it was looked at."""
    if verdict.scene:
        yield _bullets(f"scene, {digest.CHECKS[c.name]}: {c.outcome} ({c.reason})" for c in verdict.scene)
    if verdict.mutation is not None:
        yield _mutants(verdict.mutation)
    if verdict.findings:
        yield "Sentence and goal:\n" + _bullets(finding.text for finding in verdict.findings)
    if verdict.evidence:
        yield "Reported, not gating:\n" + _bullets(_evidence(item) for item in verdict.evidence)


def _mutants(mutation: MutationScore) -> str:
    counted, survivors = mutation.counted, mutation.survivors
    text = (
        f"Mutation score {mutation.score:.2f}: {len(counted) - len(survivors)} of {len(counted)} wrong versions told."
    )
    return text + ("\nSurvivors:\n" + _bullets(digest.survivor(mutant) for mutant in survivors) if survivors else "")


def _evidence(item: Evidence) -> str:
    if not item.trials:
        return f"{item.name}: not run ({item.reason})"
    differs = f"; otherwise at seeds {', '.join(map(str, item.differs))}" if item.differs else ""
    return f"{item.name}: {item.successes} of {item.trials} seeds{differs}"


def _action(action: Action) -> str:
    if isinstance(action, Actuate):
        return " ".join(("actuate", *(motion.kind for motion in action.then)))
    if isinstance(action, Auto):
        return "derived from the goal"
    if isinstance(action, Sweep):
        return f"sweep {len(action.objects)} objects"
    return f"{action.kind} `{action.object}`"


def _provenance(provenance: Provenance) -> Iterable[str]:
    yield f"model: {provenance.model}"
    yield f"attempts: {provenance.attempts}"
    if provenance.tokens is not None:
        yield f"tokens: {provenance.tokens}"
    if provenance.cost is not None:
        yield f"cost: ${provenance.cost:.4f}"
    if provenance.parents:
        yield "parents: " + ", ".join(f"[{name}](../{name}/README.md)" for name in provenance.parents)
    for title, pairs in (("licences", provenance.licences), ("made with", provenance.created_with)):
        if pairs:
            yield f"{title}: " + ", ".join(f"{key} {value}" for key, value in sorted(pairs.items()))


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.splitlines())
