"""A kit: five holes, and every piece sinks into its own."""

from __future__ import annotations

import numpy as np
import pytest

from envs.assets.contact import contains
from envs.assets.procedural import cube, ell, kit, peg, ring, tee
from envs.pose import Pose
from envs.task.spec import ObjectSpec, Region, SceneSpec
from envs.worlds import make_world

PIECES = {"ell": ell, "tee": tee, "ring": ring, "cube": cube, "peg": peg}
TABLE = Region(name="table", x=(0.0, 2.0), y=(-1.0, 1.0))


def _thing(name: str, asset: str, x: float, y: float, z: float) -> ObjectSpec:
    return ObjectSpec(name=name, asset=asset, region=TABLE, yaw=(0.0, 0.0), pose=Pose(position=(x, y, z)))


@pytest.mark.parametrize("instance", [0, 4])
def test_every_piece_sinks_into_its_hole(instance: int) -> None:
    board = kit.build(instance)
    assets, things = {board.id: board}, [_thing("kit", board.id, 1.5, 0.0, 0.0)]
    for name, module in PIECES.items():
        piece = module.build(instance + 3)
        x, y, _ = board.volume(f"{name}_hole").pose.position
        assets[piece.id] = piece
        things.append(_thing(name, piece.id, 1.501 + x, y - 0.001, 0.014))
    world = make_world("sapien", SceneSpec(objects=tuple(things)), assets)
    world.step(240)
    state = world.state()
    world.close()
    for name, thing in zip(PIECES, things[1:], strict=True):
        T = state.objects[name].links["body"]
        middle = (T @ np.append(assets[thing.asset].centre, 1.0))[:3] - [1.5, 0.0, 0.0]
        hole = board.volume(f"{name}_hole")
        assert T[2, 3] < kit.FLOOR + 1e-3, name
        assert np.all(np.abs(middle - hole.pose.position) < np.asarray(hole.size) / 2 - 0.002), name


def test_a_piece_that_lies_on_the_board_is_not_in_its_hole() -> None:
    for instance in range(6):
        board = kit.build(instance)
        for name in ("ell", "tee", "ring", "cube"):
            piece = PIECES[name].build(instance)
            assert board.size[2] + piece.size[2] / 2 > kit.SEATED[name] - 0.0015


def test_the_holes_do_not_overlap_and_the_board_is_whole_between_them() -> None:
    for instance in range(8):
        board = kit.build(instance)
        half_x, half_y = board.size[0] / 2, board.size[1] / 2
        for x in (-half_x + 0.002, half_x - 0.002):
            for y in (-half_y + 0.002, half_y - 0.002):
                point = np.array([x, y, board.size[2] - 0.001])
                assert any(contains(shape, point, 1e-6) for shape in board.root.shapes)
        for name in PIECES:
            x, y, _ = board.volume(f"{name}_hole").pose.position
            above = np.array([x - 0.01, y - 0.01, 0.006]) if name == "ell" else np.array([x, y, 0.006])
            assert not any(contains(shape, above) for shape in board.root.shapes), name
