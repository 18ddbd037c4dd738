"""Records to keep: small tasks that differ where a test says so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from envs.pose import Pose
from envs.task.goals import All, Goal
from envs.task.predicates import Inside, JointFraction
from envs.task.program import TaskProgram
from envs.task.refs import AxisRef, PartRef, PlaceRef, PointRef
from envs.task.spec import JointStart, ObjectSpec, Region, SceneSpec, TaskSpec
from envs.task.stages import Actuate, AtAngle, FollowMotion, Meet, Pick, Place, Stage
from envs.verification.verdict import ControlResult, SeedResult, Verdict
from memory.embedders.lexical import LexicalEmbedder
from memory.library import Library
from memory.record import Provenance, TaskRecord

TABLE = Region(name="table_front", x=(0.32, 0.5), y=(-0.25, 0.25))

MakeSpec = Callable[..., TaskSpec]
MakeRecord = Callable[..., TaskRecord]


def thing(name: str, asset: str, *, joints: tuple[JointStart, ...] = ()) -> ObjectSpec:
    return ObjectSpec(name=name, asset=asset, region=TABLE, yaw=(0.0, 0.0), pose=Pose(), joints=joints)


def opening_stage(name: str, part: str, to: float) -> Stage:
    constraints = (
        Meet(tool="grasp", target=PointRef(object=name, point=f"{part}.handle.centre")),
        AtAngle(tool="approach", target=AxisRef(object=name, axis=f"{part}.handle.approach"), angle=0.0),
    )
    follow = FollowMotion(part=PartRef(object=name, part=part), to=to)
    return Stage(name=f"open the {part}", actions=(Actuate(constraints=constraints, then=(follow,)),))


def opening_spec(
    name: str = "open_top_drawer",
    *,
    instruction: str = "Open the top drawer of the cabinet.",
    category: str = "drawer_cabinet",
    instance: int = 7,
    part: str = "drawer_top",
    object_name: str = "cabinet",
    goal: Goal | None = None,
    to: float = 0.9,
    joints: tuple[JointStart, ...] = (),
    extra: tuple[ObjectSpec, ...] = (),
) -> TaskSpec:
    part_ref = PartRef(object=object_name, part=part)
    return TaskSpec(
        name=name,
        instruction=instruction,
        seed=0,
        scene=SceneSpec(objects=(thing(object_name, f"{category}/{instance}", joints=joints), *extra)),
        goal=goal or JointFraction(part=part_ref, at_least=0.8),
        stages=(opening_stage(object_name, part, to),),
    )


def storing_spec(name: str = "lemon_in_drawer", *, instruction: str = "Put the can into the top drawer.") -> TaskSpec:
    interior = PlaceRef(object="cabinet", place="drawer_top.interior")
    return TaskSpec(
        name=name,
        instruction=instruction,
        seed=0,
        scene=SceneSpec(objects=(thing("cabinet", "drawer_cabinet/3"), thing("can", "can/1"))),
        goal=All(
            goals=(
                JointFraction(part=PartRef(object="cabinet", part="drawer_top"), at_least=0.3),
                Inside(object="can", place=interior),
            )
        ),
        stages=(
            opening_stage("cabinet", "drawer_top", 0.6),
            Stage(name="put the can in", actions=(Pick(object="can"), Place(object="can", target=interior))),
        ),
    )


def record_of(spec: TaskSpec, *, source: str | None = None, accepted: bool = True) -> TaskRecord:
    program = TaskProgram(name=spec.name, source=source or f'def build(task, rng):\n    task.say("{spec.name}")\n')
    seeds = tuple(SeedResult(seed=seed, success=seed < 19, duration=8.0) for seed in range(20))
    controls = (
        ControlResult(name="no_op", outcome="refused", successes=0, trials=5, reason="nothing moved"),
        ControlResult(name="wrong_object", outcome="not_applicable", successes=0, trials=0, reason="one object"),
    )
    verdict = Verdict(
        accepted=accepted,
        decision="accepted" if accepted else "rejected",
        reason="19 of 20",
        engine="sapien",
        rate=0.95,
        interval=(0.764, 0.991),
        seeds=seeds,
        controls=controls,
        failures={"slipped": 1},
        program_hash=program.hash,
    )
    provenance = Provenance(
        model="procedural", prompts={"coder": "ab" * 32}, attempts=2, seeds=(0,), licences={"drawer_cabinet/7": "MIT"}
    )
    return TaskRecord(program=program, spec=spec, verdict=verdict, provenance=provenance)


@pytest.fixture
def make_spec() -> MakeSpec:
    return opening_spec


@pytest.fixture
def storing() -> TaskSpec:
    return storing_spec()


@pytest.fixture
def make_record() -> MakeRecord:
    def make(name: str = "open_top_drawer", **changes: object) -> TaskRecord:
        return record_of(opening_spec(name, **changes))  # type: ignore[arg-type]

    return make


@pytest.fixture
def keep() -> Callable[..., TaskRecord]:
    return record_of


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "library", LexicalEmbedder())


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "drawn.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    return path


@pytest.fixture
def video(tmp_path: Path) -> Path:
    path = tmp_path / "filmed.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 8)
    return path
