"""Pictures and films for the command line: a rollout before and after, a rollout as video."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from envs.worlds.world import CONTROL_HZ
from tools.context import ToolContext
from tools.framing import best_camera
from tools.render import write_film as film_rollout

if TYPE_CHECKING:
    from envs.assets.catalog import Catalog
    from envs.execution.rollout import Rollout

SIZE = (640, 480)
"""Width and height of one picture, pixels."""


def write_picture_pair(rollout: Rollout, catalog: Catalog, path: Path) -> None:
    """Write the settled start and the end of a rollout side by side as a PNG."""
    from envs.render.raycast import RaycastRenderer
    from envs.render.video import write_picture

    assets = {item.asset: catalog.get(item.asset) for item in rollout.spec.scene.objects}
    renderer = RaycastRenderer(rollout.spec.scene, assets)
    camera = best_camera(renderer, rollout.states).sized(*SIZE)
    states = (rollout.states[0], rollout.states[-1])
    path.parent.mkdir(parents=True, exist_ok=True)
    write_picture(path, np.concatenate([renderer.render(state, camera).colour for state in states], axis=1))


def write_top_down(rollout: Rollout, catalog: Catalog, path: Path) -> None:
    """Write what is seen from straight above as a PNG: start over end, colour beside height, black to white.

    White is the highest that either shows.
    """
    from envs.render.topdown import TopDownRenderer
    from envs.render.video import write_picture

    renderer = TopDownRenderer(rollout.spec.scene, {o.asset: catalog.get(o.asset) for o in rollout.spec.scene.objects})
    seen = [renderer.render(state) for state in (rollout.states[0], rollout.states[-1])]
    highest = max(float(image.height.max()) for image in seen) or 1.0
    greys = [np.round(image.height / highest * 255).astype(np.uint8)[..., None].repeat(3, axis=2) for image in seen]
    rows = [np.concatenate([image.colour, grey], axis=1) for image, grey in zip(seen, greys, strict=True)]
    path.parent.mkdir(parents=True, exist_ok=True)
    write_picture(path, np.concatenate(rows, axis=0))


def write_film(rollout: Rollout, catalog: Catalog, path: Path) -> None:
    """Write a whole rollout as a video at its own speed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    film_rollout(ToolContext(catalog=catalog), rollout, path, stride=1, fps=CONTROL_HZ, size=SIZE)
