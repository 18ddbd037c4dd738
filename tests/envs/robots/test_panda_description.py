"""The URDF's copy is fit for physics."""

from __future__ import annotations

import builtins
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest

from envs.robots import panda_description
from envs.robots.panda_description import MissingRobotError


@pytest.fixture
def robot() -> ElementTree.Element:
    return ElementTree.fromstring(panda_description.urdf_path().read_text())


def test_the_copy_has_no_visuals(robot):
    assert list(robot.iter("visual")) == []


def test_every_mesh_of_the_copy_exists(robot):
    files = [Path(str(mesh.get("filename"))) for mesh in robot.iter("mesh")]
    assert len(files) == 9
    assert all(file.is_absolute() and file.is_file() for file in files)


def test_every_inertia_is_physical(robot):
    inertias = list(robot.iter("inertial"))
    assert len(inertias) == 11
    for inertial in inertias:
        tensor = inertial.find("inertia")
        ixx, iyy, izz, ixy, ixz, iyz = (float(tensor.get(key)) for key in ("ixx", "iyy", "izz", "ixy", "ixz", "iyz"))
        moments = np.linalg.eigvalsh([[ixx, ixy, ixz], [ixy, iyy, iyz], [ixz, iyz, izz]])
        assert moments[0] > 0
        assert moments[0] + moments[1] >= moments[2] * (1 - 1e-6)


def test_the_fingers_mirror_each_other(robot):
    left, right = (robot.find(f"link[@name='panda_{side}finger']") for side in ("left", "right"))
    for a, b in zip(left.findall("collision/origin"), right.findall("collision/origin"), strict=True):
        (ax, ay, az), (bx, by, bz) = ([float(v) for v in str(o.get("xyz")).split()] for o in (a, b))
        assert (ax, ay, az) == (bx, -by, bz)


def test_the_rendered_right_finger_is_the_left_one_turned_half_around():
    meshes = {mesh.link: mesh for mesh in panda_description.link_meshes()}
    left, right = meshes["panda_leftfinger"].vertices, meshes["panda_rightfinger"].vertices
    np.testing.assert_allclose(right, left * (-1, -1, 1), atol=1e-9)


def test_a_second_call_writes_nothing():
    path = panda_description.urdf_path()
    before = path.stat().st_mtime_ns
    panda_description.urdf_path.cache_clear()
    assert panda_description.urdf_path() == path
    assert path.stat().st_mtime_ns == before


def test_without_pybullet_data_the_error_names_the_install_line(monkeypatch):
    real = builtins.__import__

    def without(name, *args, **kwargs):
        if name == "pybullet_data":
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingRobotError, match="pip install pybullet"):
        panda_description.description_folder()


def test_polygons_of_an_obj_file_become_triangles(tmp_path):
    file = tmp_path / "square.obj"
    file.write_text("# a square\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nf 1/1/1 2/2/1 3/3/1 4/4/1\n")
    vertices, faces = panda_description.read_obj(file)
    assert vertices.shape == (4, 3)
    assert faces.tolist() == [[0, 1, 2], [0, 2, 3]]
