"""Ray-cast pictures against PyBullet's TinyRenderer: `python -m benchmarks.render [--quick] [--json FILE]`.

Both draw colour, depth and segmentation, with shadows, of a Panda that moves before a drawer cabinet with a block.
TinyRenderer draws it twice: the very triangles that we cast rays at, and the Panda as PyBullet loads it from its
URDF. The three alternate within one run, and the fastest round of each counts.
"""

from __future__ import annotations

import argparse
import json
import math
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.worlds import scene
from envs.assets.catalog import Catalog
from envs.assets.model import AssetModel
from envs.render.camera import Camera, front_camera
from envs.render.raycast import RaycastRenderer
from envs.render.triangles import Triangles, of_shape, smooth
from envs.robots import panda
from envs.robots.panda_description import description_folder
from envs.task.spec import SceneSpec
from envs.worlds import make_world
from envs.worlds.state import WorldState
from kpam.transforms import Array, quaternion

GROUND = Triangles(
    np.array([[-3.0, -3, 0], [3, -3, 0], [3, 3, 0], [-3, 3, 0]]),
    np.array([[0, 1, 2], [0, 2, 3]], dtype=np.int32),
    np.tile([0.0, 0.0, 1.0], (2, 3, 1)),
)


class TinyScene:
    """The same links in PyBullet, one body each, moved by hand."""

    def __init__(self, spec: SceneSpec, assets: Mapping[str, AssetModel], *, own_panda: bool) -> None:
        """Hand every link's triangles to PyBullet through OBJ files; `own_panda` loads the robot from its URDF."""
        import pybullet

        self.engine: Any = pybullet
        self.client = pybullet.connect(pybullet.DIRECT)
        self.robot: dict[str, int] = {}
        self.panda: int | None = None
        if own_panda:
            urdf = str(description_folder() / "panda.urdf")
            self.panda = pybullet.loadURDF(urdf, useFixedBase=True, physicsClientId=self.client)
        else:
            for mesh in panda.link_meshes():
                self.robot[mesh.link] = self._body(smooth(mesh.vertices, mesh.faces), mesh.colour)
        self.objects = {
            (item.name, link.name): [self._body(of_shape(shape), shape.colour) for shape in link.shapes]
            for item in spec.objects
            for link in assets[item.asset].links
        }
        self._body(GROUND, (0.8, 0.8, 0.8))

    def _body(self, mesh: Triangles, colour: tuple[float, float, float]) -> int:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "mesh.obj"
            lines = [f"v {x:.6f} {y:.6f} {z:.6f}" for x, y, z in mesh.vertices]
            lines += [f"vn {x:.6f} {y:.6f} {z:.6f}" for x, y, z in mesh.normals.reshape(-1, 3)]
            for k, corners in enumerate(mesh.faces + 1):
                lines.append("f " + " ".join(f"{c}//{3 * k + i + 1}" for i, c in enumerate(corners)))
            path.write_text("\n".join(lines) + "\n")
            shape = self.engine.createVisualShape(
                self.engine.GEOM_MESH, fileName=str(path), rgbaColor=[*colour, 1], physicsClientId=self.client
            )
        return self.engine.createMultiBody(0, -1, shape, physicsClientId=self.client)

    def render(self, state: WorldState, camera: Camera) -> None:
        """Move every body to a state and draw it."""
        poses = panda.arm().link_poses(state.robot.positions[:7], state.robot.width)
        for link, body in self.robot.items():
            self._move(body, poses[link])
        if self.panda is not None:
            for joint, value in zip((*range(7), 9, 10), state.robot.positions, strict=True):
                self.engine.resetJointState(self.panda, joint, value, physicsClientId=self.client)
        for (name, link), members in self.objects.items():
            for body in members:
                self._move(body, state.objects[name].links[link])
        view = self.engine.computeViewMatrix(camera.position, camera.target, camera.up)
        aspect = camera.width / camera.height
        projection = self.engine.computeProjectionMatrixFOV(math.degrees(camera.fov), aspect, 0.05, 5.0)
        self.engine.getCameraImage(
            camera.width,
            camera.height,
            view,
            projection,
            shadow=1,
            renderer=self.engine.ER_TINY_RENDERER,
            physicsClientId=self.client,
        )

    def _move(self, body: int, T: Array) -> None:
        w, x, y, z = quaternion(T)
        self.engine.resetBasePositionAndOrientation(body, T[:3, 3], (x, y, z, w), physicsClientId=self.client)

    def close(self) -> None:
        """Free PyBullet's memory."""
        self.engine.disconnect(self.client)


def states(spec: SceneSpec, assets: Mapping[str, AssetModel], count: int) -> list[WorldState]:
    """Return states with the arm at different places."""
    world = make_world("sapien", spec, assets)
    first = world.state()
    world.close()
    made: list[WorldState] = []
    for k in range(count):
        positions = panda.HOME + 0.3 * np.sin(0.7 * k + np.arange(9)) * ([1] * 7 + [0] * 2)
        made.append(replace(first, robot=replace(first.robot, positions=positions)))
    return made


def frame_time(draw: Callable[[WorldState], object], given: list[WorldState]) -> float:
    """Return the seconds a frame."""
    begin = perf_counter()
    for state in given:
        draw(state)
    return (perf_counter() - begin) / len(given)


def run(*, quick: bool = False) -> dict[str, dict[str, float]]:
    """Return the figures for each picture size."""
    spec, assets = scene(Catalog())
    given = states(spec, assets, 5 if quick else 20)
    ours = RaycastRenderer(spec, assets)
    tiny = {own: TinyScene(spec, assets, own_panda=own) for own in (False, True)}
    drawers = {"raycast": ours.render, "tiny_same": tiny[False].render, "tiny_urdf": tiny[True].render}
    results: dict[str, dict[str, float]] = {}
    for size in (128, 256):
        camera = front_camera(size, size)
        fastest = dict.fromkeys(drawers, math.inf)
        for _ in range(3 if quick else 7):
            for name, draw in drawers.items():
                seconds = frame_time(lambda state, draw=draw, camera=camera: draw(state, camera), given)
                fastest[name] = min(fastest[name], seconds)
        row = {f"{name}_ms": seconds * 1e3 for name, seconds in fastest.items()}
        row["raycast_fps"] = 1 / fastest["raycast"]
        row["ratio_same"] = fastest["tiny_same"] / fastest["raycast"]
        row["ratio_urdf"] = fastest["tiny_urdf"] / fastest["raycast"]
        results[f"{size}x{size}"] = row
    for scene_of_tiny in tiny.values():
        scene_of_tiny.close()
    return results


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer frames")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    arguments = parser.parse_args()
    from rich.console import Console
    from rich.table import Table

    results = run(quick=arguments.quick)
    table = Table(
        "size", "ray cast, ms", "frames/s", "Tiny, same triangles, ms", "times", "Tiny, URDF's Panda, ms", "times"
    )
    keys = ("raycast_ms", "raycast_fps", "tiny_same_ms", "ratio_same", "tiny_urdf_ms", "ratio_urdf")
    for name, row in results.items():
        table.add_row(name, *(f"{row[key]:.1f}" for key in keys))
    Console().print(table)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
