from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.kpam.furnished import ROOMS, furnished_ways
from benchmarks.kpam.moving import round_about
from envs.robots import panda
from kpam.motion.collision import CollisionModel
from kpam.motion.obstacle import Obstacle
from kpam.transforms import transform


@pytest.fixture(scope="module")
def ways():
    return furnished_ways(2, np.random.default_rng(3), panda.arm())


def test_every_kind_has_its_ways_and_half_of_them_carry_something(ways):
    assert Counter(way.name.split()[0] for way in ways) == dict.fromkeys(ROOMS, 2)
    assert sum(bool(way.scene.attached) for way in ways) == len(ways) / 2


def test_ways_begin_and_end_where_nothing_touches(ways):
    assert all(way.scene.clear(way.start) and way.scene.clear(way.goal) for way in ways)


def test_most_ways_are_not_straight(ways):
    hit = [way.scene.first_hit(np.array([way.start, way.goal])) is not None for way in ways]
    assert np.mean(hit) >= 0.8


def test_the_same_seed_gives_the_same_ways(ways):
    again = furnished_ways(2, np.random.default_rng(3), panda.arm())
    assert [way.goal.tobytes() for way in again] == [way.goal.tobytes() for way in ways]


def test_what_is_found_and_what_is_blocked_is_counted(ways):
    arm, way = panda.arm(), ways[0]
    crate = Obstacle("crate", "box", (0.3, 0.3, 0.3), transform(arm.forward(way.goal)[:3, 3]))
    shut = replace(way, name="shut", scene=CollisionModel(arm, [crate]))
    ticks = []
    figures = round_about([way, shut], arm, tick=lambda: ticks.append(1))
    assert (figures["round_ways"], figures["round_found"], len(ticks)) == (2, 1, 2)
    assert figures["round_touching"] == []
    (blocked,) = figures["round_blocked"]
    assert blocked.startswith("shut: ")
    assert "crate, at the goal" in blocked
