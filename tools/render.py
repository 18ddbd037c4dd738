"""Pictures and a video of a rollout, by ray casting: no display, no driver."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np

from tools.compare import changes
from tools.context import ToolContext
from tools.errors import ToolError

if TYPE_CHECKING:
    from envs.execution.rollout import Rollout
    from envs.render.camera import Camera
    from envs.render.raycast import RaycastRenderer
    from envs.worlds.state import WorldState

PICTURE = (480, 360)
"""Width and height of a picture, pixels, each of the mean of two by two rays."""
VIDEO = (400, 300)
GLANCE = (96, 72)
GLANCES = 8
MOVED = 5e-3
"""Metres, or radians, by which a link that counts as moved has moved."""
VIDEO_STRIDE = 4
FPS = 10


def render(
    context: ToolContext,
    source: Annotated[str, "the whole program"],
    seed: Annotated[int, "which seed to run"] = 100,
) -> str:
    """Execute a program at one seed and write pictures of its start, its key frames and its end.

    Answers with the files' paths and what changed between start and end.
    """
    if context.folder is None:
        raise ToolError("there is no folder to write pictures to; run in a run folder")
    rollout = context.rollout(source, seed)
    paths = write_pictures(context, rollout, context.folder)
    changed = changes(rollout.states[0], rollout.states[-1], rollout.spec, context.catalog)
    return "\n".join([*(str(path) for path in paths), "what changed:", changed])


def write_pictures(context: ToolContext, rollout: Rollout, folder: Path, *, most: int = 6) -> list[Path]:
    """Write start, key frames and end of a rollout as PNGs, at most so many; returns their paths in order."""
    from envs.render.raycast import RaycastRenderer
    from envs.render.video import write_picture

    frames = [(0, "before"), *rollout.key_frames, (len(rollout.states) - 1, "after")]
    distinct = dict(reversed(frames))
    chosen = sorted(distinct)
    if len(chosen) > most:
        chosen = [chosen[round(k)] for k in np.linspace(0, len(chosen) - 1, most)]
    renderer = RaycastRenderer(rollout.spec.scene, _assets(context, rollout))
    camera = best_camera(renderer, rollout.states).sized(*PICTURE)
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for number, index in enumerate(chosen):
        label = "before" if index == 0 else "after" if index == chosen[-1] else f"frame_{number}"
        path = folder / f"{label}.png"
        write_picture(path, renderer.render(rollout.states[index], camera, supersample=2).colour)
        paths.append(path)
    return paths


def write_film(
    context: ToolContext, rollout: Rollout, path: Path, *, stride: int = VIDEO_STRIDE, fps: int = FPS
) -> None:
    """Write the whole rollout as a video of every `stride`-th state.

    The default draws few frames and plays at twice the rollout's own speed; a stride of 1 at 20 frames a second keeps
    it.
    """
    from envs.render.raycast import RaycastRenderer
    from envs.render.video import write_video

    renderer = RaycastRenderer(rollout.spec.scene, _assets(context, rollout))
    camera = best_camera(renderer, rollout.states).sized(*VIDEO)

    def frames() -> Iterator[np.ndarray]:
        for state in rollout.states[::stride]:
            yield renderer.render(state, camera).colour

    write_video(path, frames(), fps=fps, preset="veryfast")


def best_camera(renderer: RaycastRenderer, states: Sequence[WorldState]) -> Camera:
    """Return the camera that sees more of what moves over some states, its size to be chosen: front or overview.

    The front camera is the nearer one and shows more, unless the arm stands in its way.
    """
    from envs.render.camera import front_camera, overview_camera

    moving = _moving(states)
    labels = [label for label, link in renderer.labels.items() if link in moving]
    picked = [states[round(k)] for k in np.linspace(0, len(states) - 1, min(GLANCES, len(states)))]
    cameras = (front_camera(*GLANCE), overview_camera(*GLANCE))
    seen = np.array(
        [
            [[np.count_nonzero(image.segmentation == label) for label in labels] for image in images]
            for images in ([renderer.render(state, camera) for state in picked] for camera in cameras)
        ]
    ).sum(axis=1)
    # A small thing counts as much as a large one.
    shares = (seen / np.maximum(seen.sum(axis=0), 1)).sum(axis=1)
    return cameras[int(shares.argmax())]


def _moving(states: Sequence[WorldState]) -> set[tuple[str, str]]:
    """Return the links, (object, link), that stand elsewhere at the end; every object's when none does."""
    first, last = states[0].objects, states[-1].objects
    every = {(name, link) for name, placed in first.items() for link in placed.links}
    moved = {
        (name, link) for name, link in every if np.abs(last[name].links[link] - first[name].links[link]).max() > MOVED
    }
    return moved or every


def _assets(context: ToolContext, rollout: Rollout):
    return {item.asset: context.catalog.get(item.asset) for item in rollout.spec.scene.objects}
