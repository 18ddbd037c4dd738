"""What PyBullet makes of an asset's shapes, felt with a small ball."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.worlds.bullet_engine import connect, disconnect, pybullet
from envs.worlds.bullet_objects import add_object
from envs.worlds.parts import parts_of
from envs.worlds.world import PHYSICS_HZ

BALL = 0.0005
"""Metres: the radius of what feels the surface."""

Feel = Callable[[str, float, float], float]


@pytest.fixture
def feel() -> Iterator[Feel]:
    engine, client, catalog = pybullet(), connect(1.0 / PHYSICS_HZ, 1), Catalog()
    shape = engine.createCollisionShape(engine.GEOM_SPHERE, radius=BALL, physicsClientId=client)
    ball = engine.createMultiBody(0.0, shape, physicsClientId=client)

    def height(asset: str, x: float, y: float) -> float:
        """Return the height in metres at which the ball comes down on an asset at the origin; 0 on the table."""
        model = catalog.get(asset)
        number = add_object(client, model, parts_of(model), 1.0, 1.0 / PHYSICS_HZ).body.number
        low, high = 0.0, 0.02
        while high - low > 1e-6:
            middle = (low + high) / 2
            place = ([x, y, middle + BALL], [0.0, 0.0, 0.0, 1.0])
            engine.resetBasePositionAndOrientation(ball, *place, physicsClientId=client)
            met = engine.getClosestPoints(number, ball, 0.05, physicsClientId=client)
            touches = min(point[8] for point in met) <= 0
            low, high = (middle, high) if touches else (low, middle)
        engine.removeBody(number, physicsClientId=client)
        return high

    yield height
    disconnect(client)


@pytest.mark.parametrize("instance", [25, 977])
def test_a_zone_slopes_to_the_table_without_a_step(feel: Feel, instance: int) -> None:
    zone = Catalog().get(f"zone/{instance}")
    half, inner, sheet = zone.size[0] / 2, zone.surface("top").size[0] / 2, zone.size[2]
    for x in np.linspace(inner, half, 9)[1:-1]:
        slope = sheet * (half - x) / (half - inner)
        assert feel(zone.id, float(x), 0.003) == pytest.approx(slope, abs=5e-5)
    assert feel(zone.id, half + 1e-4, 0.003) < 1e-5
    assert feel(zone.id, inner - 0.004, 0.003) == pytest.approx(sheet, abs=5e-5)
