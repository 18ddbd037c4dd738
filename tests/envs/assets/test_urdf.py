"""A URDF says what the model says, and is written whole or not at all."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pinocchio as pin
import pytest

from envs.assets.catalog import Catalog
from envs.assets.procedural import CATEGORIES
from envs.assets.urdf import to_urdf


@pytest.mark.parametrize("name", list(CATEGORIES))
def test_another_reader_finds_the_same_kinematics_and_masses(name: str, tmp_path: Path) -> None:
    asset = Catalog().get(f"{name}/2")
    path = to_urdf(asset, directory=tmp_path)
    model = pin.buildModelFromUrdf(str(path))
    data = model.createData()
    values = asset.joint_values({joint.name: joint.value_at(0.6) for joint in asset.joints})
    q = np.array([values[joint] for joint in list(model.names)[1:]])
    pin.forwardKinematics(model, data, q)
    pin.updateFramePlacements(model, data)
    poses = asset.link_poses(np.eye(4), values)
    for link in asset.links:
        seen = data.oMf[model.getFrameId(link.name)].homogeneous
        np.testing.assert_allclose(seen, poses[link.name], atol=1e-7)
    for joint in asset.joints:
        inertia = model.inertias[model.getJointId(joint.name)]
        link = asset.link(joint.child)
        assert inertia.mass == pytest.approx(link.mass)
        np.testing.assert_allclose(inertia.lever, link.centre_of_mass, atol=1e-9)
        ixx, iyy, izz, ixy, ixz, iyz = link.inertia
        matrix = [[ixx, ixy, ixz], [ixy, iyy, iyz], [ixz, iyz, izz]]
        np.testing.assert_allclose(inertia.inertia, matrix, rtol=1e-6, atol=1e-12)


def test_every_mesh_that_is_named_is_there(tmp_path: Path) -> None:
    path = to_urdf(Catalog().get("bowl/1"), directory=tmp_path)
    names = {mesh.attrib["filename"] for mesh in ElementTree.parse(path).iter("mesh")}
    assert names
    assert all((path.parent / name).is_file() for name in names)


def test_writing_again_replaces_and_leaves_nothing_behind(tmp_path: Path) -> None:
    asset = Catalog().get("block/1")
    first = to_urdf(asset, directory=tmp_path).read_text()
    assert to_urdf(asset, directory=tmp_path).read_text() == first
    assert [entry.name for entry in tmp_path.iterdir()] == ["block_1"]


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asset = Catalog().get("block/1")
    path = to_urdf(asset, directory=tmp_path)
    before = path.read_text()

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(ElementTree.ElementTree, "write", full)
    with pytest.raises(OSError, match="no space"):
        to_urdf(asset, directory=tmp_path)
    assert path.read_text() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["block_1"]
