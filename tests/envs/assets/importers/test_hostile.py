"""What must be refused with a sentence, leaving nothing behind and reading nothing outside of the folder."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh

from envs.assets.importers import folder as reading
from envs.assets.importers import meshes
from envs.assets.importers.errors import ImportRefusedError
from tests.own_assets import CHEST, write_obj, write_partnet_cabinet

BOX = '<geometry><box size="0.1 0.1 0.1"/></geometry>'
LINK = f'<link name="{{}}"><visual>{BOX}</visual></link>'
MOVES = '<parent link="a"/><child link="b"/><axis xyz="0 0 1"/>'
TWO = LINK.format("a") + LINK.format("b")


def robot(inside: str, head: str = "") -> str:
    """A URDF's text."""
    return f'<?xml version="1.0"?>{head}<robot name="thing">{inside}</robot>'


def mesh_link(name: str, more: str = "") -> str:
    return robot(f'<link name="a"><visual><geometry><mesh filename="{name}"{more}/></geometry></visual></link>')


LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
URDFS = {
    "xml entities": (robot("<link name='&b;'/>", LAUGHS), "entities"),
    "an external DTD": (robot(TWO, '<!DOCTYPE r SYSTEM "file:///etc/passwd">'), "DTD"),
    "an external entity": (robot("&x;", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "entities"),
    "no xml": ("robot, please", "no XML"),
    "another xml": ("<sdf/>", "no URDF"),
    "xacro": (robot('<xacro:macro name="x"/>').replace("<robot", '<robot xmlns:xacro="x"', 1), "xacro"),
    "a path with dots": (mesh_link("../secret.obj"), "'..'"),
    "dots inside a path": (mesh_link("meshes/../../secret.obj"), "'..'"),
    "dots with backslashes": (mesh_link("..\\secret.obj"), "'..'"),
    "an absolute path": (mesh_link("/etc/passwd.obj"), "relative"),
    "a file address": (mesh_link("file:///etc/passwd.obj"), "relative"),
    "a web address": (mesh_link("http://example.org/a.obj"), "relative"),
    "a package with dots": (mesh_link("package://x/../../secret.obj"), "'..'"),
    "a mesh that is missing": (mesh_link("missing.obj"), "no such file"),
    "a mesh of another kind": (mesh_link("thing.pkl"), "no mesh that is read"),
    "a scale of zero": (mesh_link("box.obj", ' scale="0 1 1"'), "scale"),
    "a scale that is no number": (mesh_link("box.obj", ' scale="nan 1 1"'), "finite"),
    "no geometry": (robot('<link name="a"/>'), "no geometry"),
    "a shape that is not read": (
        robot('<link name="a"><visual><geometry><capsule radius="1" length="1"/></geometry></visual></link>'),
        "capsule",
    ),
    "a box of no size": (robot(LINK.format("a").replace("0.1 0.1 0.1", "0.1 0 0.1")), "above 0"),
    "two roots": (robot(TWO), "2 links without a parent"),
    "a loop": (
        robot(
            TWO
            + f'<joint name="j" type="fixed">{MOVES}</joint>'
            + '<joint name="k" type="fixed"><parent link="b"/><child link="a"/></joint>'
        ),
        "loop",
    ),
    "two parents": (
        robot(TWO + "".join(f'<joint name="{n}" type="fixed">{MOVES}</joint>' for n in "jk")),
        "hangs on two joints",
    ),
    "a joint to nowhere": (
        robot(LINK.format("a") + '<joint name="j" type="fixed"><parent link="a"/><child link="z"/></joint>'),
        "not there",
    ),
    "no limits": (robot(TWO + f'<joint name="j" type="revolute">{MOVES}</joint>'), "has no limits"),
    "limits the wrong way": (
        robot(TWO + f'<joint name="j" type="revolute">{MOVES}<limit lower="1" upper="0"/></joint>'),
        "goes from 1 to 0",
    ),
    "limits that are no numbers": (
        robot(TWO + f'<joint name="j" type="revolute">{MOVES}<limit lower="0" upper="inf"/></joint>'),
        "finite",
    ),
    "an unknown joint": (robot(TWO + f'<joint name="j" type="floating">{MOVES}</joint>'), "floating"),
    "following nothing": (
        robot(TWO + f'<joint name="j" type="revolute">{MOVES}<limit lower="0" upper="1"/><mimic joint="z"/></joint>'),
        "follows 'z'",
    ),
    "two links of a name": (robot(LINK.format("a") * 2), "two links"),
}


def refused(bring: Any, path: Path, says: str, kept: Path, **asked: object) -> None:
    """Assert that an import is refused with these words and leaves nothing."""
    with pytest.raises(ImportRefusedError) as told:
        bring(path, **{"size": 0.2, "noun": "thing", **asked})
    assert says in str(told.value)
    assert not kept.exists() or not any(kept.iterdir())


@pytest.mark.parametrize("what", URDFS)
def test_a_urdf_is_refused(bring: Any, tmp_path: Path, what: str) -> None:
    text, says = URDFS[what]
    home = tmp_path / "home"
    home.mkdir()
    write_obj(home / "box.obj", [((0, 0, 0), (1, 1, 1))], (1, 0, 0))
    write_obj(tmp_path / "secret.obj", [((0, 0, 0), (1, 1, 1))], (1, 0, 0))
    (home / "thing.pkl").write_bytes(b"cos\nsystem\n(S'touch /tmp/owned'\ntR.")
    (home / "thing.urdf").write_text(text)
    refused(bring, home / "thing.urdf", says, tmp_path / "kept")


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.7z", "a.xacro", "a.pkl", "a.step", "a.dae"])
def test_files_of_other_kinds_are_refused(bring: Any, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04")
    refused(bring, tmp_path / name, repr(name), tmp_path / "kept")


def test_a_path_that_is_not_there_is_refused(bring: Any, tmp_path: Path) -> None:
    refused(bring, tmp_path / "nothing.obj", "there is no", tmp_path / "kept")


def test_a_link_out_of_the_folder_is_refused(bring: Any, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    write_obj(tmp_path / "secret.obj", [((0, 0, 0), (1, 1, 1))], (1, 0, 0))
    (home / "box.obj").symlink_to(tmp_path / "secret.obj")
    (home / "thing.urdf").write_text(mesh_link("box.obj"))
    refused(bring, home / "thing.urdf", "link that leads out", tmp_path / "kept")
    refused(bring, home / "box.obj", "link that leads out", tmp_path / "kept")


def test_a_linked_folder_inside_is_refused(bring: Any, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    write_obj(tmp_path / "outside" / "box.obj", [((0, 0, 0), (1, 1, 1))], (1, 0, 0))
    (home / "meshes").symlink_to(tmp_path / "outside")
    (home / "thing.urdf").write_text(mesh_link("meshes/box.obj"))
    refused(bring, home / "thing.urdf", "link that leads out", tmp_path / "kept")


@pytest.mark.parametrize(("line", "says"), [("mtllib ../secret.mtl", "'..'"), ("mtllib /etc/passwd", "relative")])
def test_a_material_outside_of_the_folder_is_refused(bring: Any, tmp_path: Path, line: str, says: str) -> None:
    write_obj(tmp_path / "home" / "box.obj", [((0, 0, 0), (1, 1, 1))], (1, 0, 0))
    path = tmp_path / "home" / "box.obj"
    path.write_text(path.read_text().replace("mtllib box.mtl", line))
    (tmp_path / "secret.mtl").write_text("newmtl paint\nKd 1 0 0\n")
    refused(bring, path, says, tmp_path / "kept")


def test_a_picture_outside_of_the_folder_is_refused(bring: Any, tmp_path: Path) -> None:
    path = tmp_path / "home" / "box.obj"
    write_obj(path, [((0, 0, 0), (1, 1, 1))], (1, 0, 0))
    path.with_suffix(".mtl").write_text("newmtl paint\nKd 1 0 0\nmap_Kd ../secret.png\n")
    (tmp_path / "secret.png").write_bytes(b"x")
    refused(bring, path, "'..'", tmp_path / "kept")


def test_gigabytes_are_refused_before_they_are_read(bring: Any, tmp_path: Path) -> None:
    path = tmp_path / "huge.stl"
    with path.open("wb") as file:
        file.truncate(6_000_000_000)
    refused(bring, path, "6000 MB", tmp_path / "kept")


def test_many_files_together_are_refused(bring: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES_IN_ALL", 3000)
    write_partnet_cabinet(tmp_path / "7")
    refused(bring, tmp_path / "7", "hold more than", tmp_path / "kept")


def test_too_many_vertices_are_refused(bring: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meshes, "MOST_VERTICES", 100)
    trimesh.creation.icosphere(subdivisions=3).export(tmp_path / "ball.obj")
    refused(bring, tmp_path / "ball.obj", "simplify", tmp_path / "kept")


def test_a_glb_that_asks_for_more_memory_than_it_has_bytes_is_refused(bring: Any, tmp_path: Path) -> None:
    tree = json.dumps({"asset": {"version": "2.0"}, "accessors": [{"count": 4_000_000_000, "type": "VEC3"}]}).encode()
    tree += b" " * (-len(tree) % 4)
    data = b"glTF" + struct.pack("<III", 2, 20 + len(tree), len(tree)) + b"JSON" + tree
    (tmp_path / "bomb.glb").write_bytes(data)
    refused(bring, tmp_path / "bomb.glb", "4000000000", tmp_path / "kept")


def test_a_ply_that_says_more_than_it_has_is_refused(bring: Any, tmp_path: Path) -> None:
    head = "ply\nformat ascii 1.0\nelement vertex 3000000000\nproperty float x\nend_header\n"
    (tmp_path / "bomb.ply").write_text(head)
    refused(bring, tmp_path / "bomb.ply", "3000000000", tmp_path / "kept")


@pytest.mark.parametrize("kind", ["glb", "stl", "ply", "obj"])
def test_a_mesh_that_is_cut_off_or_empty_is_refused(bring: Any, tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"thing.{kind}"
    trimesh.creation.icosphere(subdivisions=2).export(path)
    data = path.read_bytes()
    path.write_bytes(b"")
    refused(bring, path, "is empty", tmp_path / "kept")
    if kind != "obj":  # text that ends early is a mesh that lacks faces
        path.write_bytes(data[: len(data) // 2])
        refused(bring, path, "thing.", tmp_path / "kept")
    path.write_bytes(bytes(np.random.default_rng(0).integers(0, 256, 4000, dtype=np.uint8)))
    refused(bring, path, "thing.", tmp_path / "kept")


def test_vertices_that_are_no_numbers_are_refused(bring: Any, tmp_path: Path) -> None:
    path = tmp_path / "thing.obj"
    write_obj(path, [((0, 0, 0), (1, 1, 1))], (1, 0, 0))
    path.write_text(path.read_text().replace("v 0.000000 0.000000 0.000000", "v nan 0 0", 1))
    refused(bring, path, "no numbers", tmp_path / "kept")


def test_a_thing_without_volume_is_refused(bring: Any, tmp_path: Path) -> None:
    (tmp_path / "point.obj").write_text("v 0 0 0\nv 0 0 0\nv 0 0 0\nf 1 2 3\n")
    refused(bring, tmp_path / "point.obj", "", tmp_path / "kept")
    (tmp_path / "sheet.obj").write_text("v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nf 1 2 3\nf 1 3 4\n")
    refused(bring, tmp_path / "sheet.obj", "volume", tmp_path / "kept")


def test_points_without_faces_are_refused(bring: Any, tmp_path: Path) -> None:
    (tmp_path / "cloud.obj").write_text("v 0 0 0\nv 1 0 0\nv 0 1 0\n")
    refused(bring, tmp_path / "cloud.obj", "triangles", tmp_path / "kept")


@pytest.mark.parametrize(
    ("file", "text", "says"),
    [
        ("semantics.txt", "link_9 slider drawer\n", "semantics.txt:1"),
        ("semantics.txt", "drawer\n", "semantics.txt:1"),
        ("meta.json", "{", "meta.json"),
        ("meta.json", "[]", "no object"),
        ("bounding_box.json", "no", "bounding_box.json"),
    ],
)
def test_a_partnet_directory_that_contradicts_itself_is_refused(
    bring: Any, tmp_path: Path, file: str, text: str, says: str
) -> None:
    write_partnet_cabinet(tmp_path / "7")
    (tmp_path / "7" / file).write_text(text)
    refused(bring, tmp_path / "7", says, tmp_path / "kept")


def test_what_fails_its_checks_is_refused_with_the_reasons_and_leaves_nothing(bring: Any, tmp_path: Path) -> None:
    into_the_box = CHEST.replace('axis xyz="0 -1 0"', 'axis xyz="0 1 0"')
    (tmp_path / "chest.urdf").write_text(into_the_box)
    refused(bring, tmp_path / "chest.urdf", "enters", tmp_path / "kept", size=None)
