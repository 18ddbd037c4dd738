"""Pictures and a video of a rollout, by ray casting: no display, no driver."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np

from tools.compare import changes
from tools.context import ToolContext
from tools.errors import ToolError
from tools.framing import best_camera

if TYPE_CHECKING:
    from envs.execution.rollout import Rollout

PICTURE = (480, 360)
"""Width and height of a picture, pixels, each of the mean of two by two rays."""
VIDEO = (400, 300)
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
    context: ToolContext,
    rollout: Rollout,
    path: Path,
    *,
    stride: int = VIDEO_STRIDE,
    fps: int = FPS,
    size: tuple[int, int] = VIDEO,
) -> None:
    """Write the whole rollout as a video of every `stride`-th state, `size` pixels wide and high.

    The default draws few frames and plays at twice the rollout's own speed; a stride of 1 at 20 frames a second keeps
    it.
    """
    from envs.render.raycast import RaycastRenderer
    from envs.render.video import write_video

    renderer = RaycastRenderer(rollout.spec.scene, _assets(context, rollout))
    camera = best_camera(renderer, rollout.states).sized(*size)

    def frames() -> Iterator[np.ndarray]:
        for state in rollout.states[::stride]:
            yield renderer.render(state, camera).colour

    write_video(path, frames(), fps=fps, preset="veryfast")


def _assets(context: ToolContext, rollout: Rollout):
    return {item.asset: context.catalog.get(item.asset) for item in rollout.spec.scene.objects}
