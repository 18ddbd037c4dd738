"""The nodes in which a candidate ends: commit and reject. Both may run twice without doing anything twice."""

from __future__ import annotations

import json
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from langchain_core.runnables import RunnableConfig

from agents.nodes.authoring import unused
from agents.prompts import Prompt
from agents.roles import ROLES
from agents.state import RunState, Tried, Update, added, counted
from agents.workshop import Workshop, candidate_name, trouble
from envs.failures import FailureKind
from envs.task.spec import TaskSpec
from envs.verification.verdict import Verdict
from memory.library import Library
from memory.novelty import novelty
from memory.record import Provenance, TaskRecord
from tools.check_program import instantiate
from tools.context import ToolContext
from tools.render import write_film, write_pictures
from tools.simulate import FIRST_TRIAL_SEED

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.execution.rollout import Rollout

PICTURE = "after.png"
FILM = "video.mp4"
KEPT = "kept.json"
"""Written before the library is: it tells this run's commit, resumed after a kill, from another run's same task."""


def commit(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Add the task to the library, unless it came to hold a near neighbour meanwhile.

    Whether it is new, and which name is free, is settled while no other run can write. A name that another task took
    is numbered.
    """
    del config
    library, name = shop.library, state["name"]
    program = shop.tools.program(state["source"] or "", name)
    spec = shop.tools.spec(program.source, 0, name)
    if (kept := _kept(shop, state, program.hash)) is not None:
        return _end(shop, state, kept=kept)
    if (near := _near(spec, library)) is not None:
        return near
    _show(shop, state)
    folder = shop.folder(state)
    video = folder / FILM
    with library.alone():
        if (near := _near(spec, library)) is not None:
            return near
        kept = unused(name, state, (entry.name for entry in library.path.iterdir()))
        record = TaskRecord(
            program=program.model_copy(update={"name": kept}),
            spec=spec.model_copy(update={"name": kept}),
            verdict=Verdict.model_validate(state["verdict"]),
            provenance=_provenance(shop, state),
        )
        shop.write(state, KEPT, {"name": kept})
        library.add(record, picture=folder / PICTURE, video=video if video.is_file() else None)
    return _end(shop, state, kept=kept)


def reject(shop: Workshop, state: RunState, config: RunnableConfig) -> Update:
    """Give the candidate up with the failure that it ends on; what cannot be shown is no reason to stop."""
    del config
    if "valid" in state["reached"]:
        try:
            _show(shop, state)
        except OSError:
            raise
        except Exception:
            shop.write(state, "error.txt", traceback.format_exc())
            shop.tell(state, "reject", "no pictures: see error.txt")
    return _end(shop, state, kept=None)


def _near(spec: TaskSpec, library: Library) -> Update | None:
    """Return the failure of a task that the library has a near neighbour of, None for a new one."""
    found = novelty(spec, library)
    return None if found.novel else Update(failure=trouble("commit", found.reason, FailureKind.NOT_NOVEL))


def _kept(shop: Workshop, state: RunState, program_hash: str) -> str | None:
    """Return the name under which a commit that was killed has kept this candidate, None where it had not."""
    noted = shop.folder(state) / KEPT
    if not noted.is_file():
        return None
    name: str = json.loads(noted.read_bytes())["name"]
    return name if name in shop.library.names() and shop.library.get(name).program.hash == program_hash else None


def _end(shop: Workshop, state: RunState, *, kept: str | None) -> Update:
    """End a candidate: committed under a name, or rejected."""
    committed = kept is not None
    name = kept or candidate_name(state)
    failure = state["failure"] or trouble("reject", "the candidate's budget was spent")
    reached = [*state["reached"], "novel", "committed"] if committed else state["reached"]
    outcome = "committed" if committed else f"{failure['kind']}: {failure['reason']}"
    proposal = state["proposal"] or {"instruction": "", "objects": []}
    tried = Tried(
        name=name,
        instruction=proposal["instruction"],
        categories=sorted({item["category"] for item in proposal["objects"]}),
        outcome=outcome,
    )
    update = Update(
        tried=[*state["tried"], tried],
        funnel=counted(state["funnel"], reached),
        usage=added(state["usage"], state["spent"]),
    )
    if committed:
        update["committed"] = [*state["committed"], name]
    else:
        update["rejected"] = [*state["rejected"], {"name": name, "kind": failure["kind"], "reason": failure["reason"]}]
    shop.write(
        state,
        "outcome.json",
        {
            "name": name,
            "number": state["candidate"],
            "status": "committed" if committed else "rejected",
            "kind": None if committed else failure["kind"],
            "reason": "" if committed else failure["reason"],
            "instruction": proposal["instruction"].replace("{", "").replace("}", ""),
            "categories": tried["categories"],
            "reached": reached,
            "attempts": [*state["history"]],
            "plan": state["plan"],
            "model": shop.model_name,
            "spent": state["spent"],
        },
    )
    renamed = f" as {name}: another task took its name" if committed and name != state["name"] else ""
    shop.tell(state, "commit" if committed else "reject", outcome + renamed)
    return update


def _show(shop: Workshop, state: RunState) -> None:
    """Leave pictures and a video of the candidate's first trial, whatever came of it."""
    source = state["source"] or ""
    if instantiate(shop.tools, source, range(FIRST_TRIAL_SEED, FIRST_TRIAL_SEED + 1))[1] is not None:
        return
    rollout, folder = shop.tools.rollout(source, FIRST_TRIAL_SEED), shop.folder(state)
    wanted = (folder / FILM, folder) if shop.config.video else (folder,)  # the film takes longest
    for _ in shop.workers.in_order(_draw, [(rollout, path) for path in wanted]):
        pass


def _draw(catalog: Catalog, job: tuple[Rollout, Path]) -> None:
    """Write a rollout's film, or its pictures into a folder."""
    rollout, path = job
    if path.name == FILM:
        write_film(ToolContext(catalog), rollout, path)
    else:
        write_pictures(ToolContext(catalog), rollout, path)


def _provenance(shop: Workshop, state: RunState) -> Provenance:
    spec = shop.tools.spec(state["source"] or "", 0, state["name"])
    assets = [shop.catalog.get(item.asset) for item in spec.scene.objects]
    verdict = Verdict.model_validate(state["verdict"])
    return Provenance(
        model=shop.model_name,
        prompts={name: Prompt.load(name).hash for name in ROLES},
        attempts=len(state["history"]) + 1,
        tokens=state["spent"]["tokens"] if state["spent"]["tokens"] or state["spent"]["cost"] == 0 else None,
        cost=state["spent"]["cost"],
        seeds=tuple(result.seed for result in verdict.seeds),
        licences={asset.category: asset.licence for asset in assets},
        parents=tuple((state["plan"] or {}).get("reuses", ())),
        created_with=verdict.versions,
    )
