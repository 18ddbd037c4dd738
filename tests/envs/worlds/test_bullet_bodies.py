"""An asset in PyBullet is where it is put, and its joints follow, spring back and hold as the model says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pytest

from envs.assets.catalog import Catalog
from envs.assets.model import AssetModel
from envs.assets.urdf import to_urdf
from envs.pose import Pose
from envs.worlds.bullet_bodies import BulletBody, LoadError, add_object, client
from envs.worlds.world import PHYSICS_HZ
from tests.envs.worlds.coupled import LEAD, bottle, button, pedal_bin

Load = Callable[..., BulletBody]


@pytest.fixture
def load(tmp_path: Path) -> Iterator[Load]:
    with client(1.0 / PHYSICS_HZ) as number:

        def add(asset: AssetModel, joints: Mapping[str, float] | None = None, pose: Pose | None = None) -> BulletBody:
            return add_object(number, to_urdf(asset, directory=tmp_path), asset, pose, joints)

        yield add


def test_a_pedal_lifts_its_lid(load: Load) -> None:
    body = load(pedal_bin(), {"pedal_joint": 0.1})
    assert body.joints() == pytest.approx({"pedal_joint": 0.1, "lid_joint": 0.2})
    body.step(60)
    now = body.joints()
    assert now["pedal_joint"] > 0.2
    assert now["lid_joint"] == pytest.approx(2 * now["pedal_joint"], abs=1e-3)


@pytest.mark.parametrize("cap_on_slide", [True, False])
def test_a_cap_climbs_its_thread(load: Load, cap_on_slide: bool) -> None:
    body = load(bottle(cap_on_slide=cap_on_slide), {"cap_joint": 3.0})
    body.step(24)
    now = body.joints()
    assert now["cap_joint"] < 2.9
    assert now["slide_joint"] == pytest.approx(LEAD * now["cap_joint"], abs=2e-5)


@pytest.mark.parametrize("spring", [200.0, 5000.0])
def test_a_button_comes_back(load: Load, spring: float) -> None:
    body = load(button(spring=spring), {"button_joint": 0.02})
    body.step(PHYSICS_HZ // 2)
    assert body.joints()["button_joint"] == pytest.approx(0.0, abs=1e-3)


def test_friction_holds_what_a_spring_cannot_move(load: Load) -> None:
    body = load(button(spring=20.0, friction=1.0), {"button_joint": 0.02})
    body.step(PHYSICS_HZ // 2)
    assert body.joints()["button_joint"] == pytest.approx(0.02, abs=5e-4)


def test_a_free_asset_stands_where_its_root_is_put(load: Load) -> None:
    asset = Catalog().get("mug/1")
    body = load(asset, pose=Pose(position=(0.4, 0.1, 0.2)))
    np.testing.assert_allclose(body.pose()[:3, 3], (0.4, 0.1, 0.2), atol=1e-6)
    np.testing.assert_allclose(body.pose()[:3, :3], np.eye(3), atol=1e-6)


def test_masses_limits_and_shapes_are_the_models(load: Load) -> None:
    asset = Catalog().get("drawer_cabinet/1")
    body = load(asset)
    for link in asset.links[1:]:
        assert body.link_masses()[link.name] == pytest.approx(link.mass)
    assert body.collision_shapes() == {link.name: len(link.shapes) for link in asset.links}
    assert body.limits(asset.joints[0].name) == pytest.approx((asset.joints[0].lower, asset.joints[0].upper))


def test_a_file_that_is_no_urdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.urdf"
    path.write_text("<robot")
    with client(1.0 / PHYSICS_HZ) as number, pytest.raises(LoadError, match=r"model\.urdf"):
        add_object(number, path, button(spring=1.0))
