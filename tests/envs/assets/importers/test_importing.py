"""Things that people have become assets that are sound, and know where they are held."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import trimesh

from envs.assets.catalog import AssetNameError, Catalog, UnknownCategoryError
from envs.assets.checks import check
from envs.assets.importers.errors import ImportRefusedError, MissingExtraError, SizeNeededError
from envs.assets.importers.importing import Imported
from envs.assets.importers.knowledge import known
from envs.assets.importers.library import AssetDirectoryError, read_directory
from envs.assets.model import Box
from envs.assets.urdf import to_urdf
from tests.own_assets import CHEST, mug_mesh, write_obj, write_partnet_cabinet


@pytest.fixture
def cabinet(bring: Any, tmp_path: Path) -> Imported:
    """A cabinet with two drawers, from a PartNet-Mobility directory."""
    return bring(write_partnet_cabinet(tmp_path / "45132"), size=0.4)


@pytest.fixture
def chest(bring: Any, tmp_path: Path) -> Imported:
    """A chest with a lid, from a URDF in metres."""
    (tmp_path / "chest.urdf").write_text(CHEST)
    return bring(tmp_path / "chest.urdf")


def test_a_partnet_directory_becomes_a_cabinet_with_drawers(cabinet: Imported) -> None:
    asset = cabinet.asset
    assert asset.id == "storage_furniture/0"
    assert [(part.noun, part.which, part.handle_kind) for part in asset.parts] == [
        ("drawer", "bottom", "grasp"),
        ("drawer", "top", "grasp"),
    ]
    assert "brown cabinet with 2 drawers" in asset.description
    assert {"open", "contain", "support"} <= set(asset.affordances)
    assert max(asset.size) == pytest.approx(0.4, abs=1e-6)
    assert asset.licence.startswith("PartNet-Mobility")
    assert check(asset, noun="cabinet") == ()


def test_its_front_faces_x_and_its_handles_are_the_pieces_that_the_file_calls_so(cabinet: Imported) -> None:
    asset = cabinet.asset
    for part in asset.parts:
        assert asset.joint(part.joint).axis == pytest.approx((1.0, 0.0, 0.0), abs=1e-9)
        assert asset.axis(f"{part.handle}.approach").direction == pytest.approx((-1.0, 0.0, 0.0), abs=1e-9)
        assert abs(asset.axis(f"{part.handle}.axis").direction[1]) == pytest.approx(1.0)
        assert asset.point(f"{part.handle}.centre").position[0] + asset.joint(part.joint).origin.position[0] > 0.15
        assert part.interior is not None
        assert min(asset.volume(part.interior).size) > 0.08


def test_boards_stay_boxes_in_the_colours_of_their_materials(cabinet: Imported) -> None:
    shapes = [shape for link in cabinet.asset.links for shape in link.shapes]
    assert all(isinstance(shape, Box) for shape in shapes)
    assert {shape.colour for shape in shapes} == {(0.549, 0.361, 0.2), (0.922, 0.91, 0.878), (0.251, 0.259, 0.278)}


def test_a_known_noun_gives_the_size(bring: Any, tmp_path: Path) -> None:
    asset = bring(write_partnet_cabinet(tmp_path / "45132")).asset
    like = known("cabinet")
    assert like is not None
    assert max(asset.size) == pytest.approx(like.size, abs=1e-6)


def test_an_unknown_noun_asks_for_the_size(bring: Any, tmp_path: Path) -> None:
    trimesh.creation.box((1, 2, 3)).export(tmp_path / "doohickey.stl")
    with pytest.raises(SizeNeededError, match="--size METRES"):
        bring(tmp_path / "doohickey.stl")


def test_a_urdf_of_another_size_than_a_table_s_asks_for_one(bring: Any, tmp_path: Path) -> None:
    (tmp_path / "thing.urdf").write_text(CHEST.replace("0.2 0.3 0.01", "20 30 1"))
    with pytest.raises(SizeNeededError, match="--size METRES"):
        bring(tmp_path / "thing.urdf")


def test_a_urdf_keeps_its_metres_and_its_lid_opens_upwards(chest: Imported) -> None:
    asset = chest.asset
    assert max(asset.size) == pytest.approx(0.3)
    (lid,) = asset.parts
    assert (lid.noun, lid.interior, lid.handle_kind) == ("lid", "lid.interior", "grasp")
    assert asset.axis("lid.handle.opening").direction[2] > 0.8
    assert asset.axis("lid.handle.approach").direction == (0.0, 0.0, -1.0)
    assert asset.volume("lid.interior").size == pytest.approx((0.18, 0.28, 0.1), abs=0.012)


def test_a_joint_drawn_closed_at_its_upper_limit_is_closed_there(bring: Any, tmp_path: Path) -> None:
    (tmp_path / "chest.urdf").write_text(
        CHEST.replace('axis xyz="0 -1 0"', 'axis xyz="0 1 0"').replace(
            'lower="0" upper="1.6"', 'lower="-1.6" upper="0"'
        )
    )
    joint = bring(tmp_path / "chest.urdf").asset.joints[0]
    assert (joint.lower, joint.upper, joint.axis) == (0.0, 1.6, (0.0, -1.0, 0.0))


def test_a_mug_is_taken_apart_where_it_is_hollow_and_held_round_its_body(bring: Any, tmp_path: Path) -> None:
    mug_mesh().export(tmp_path / "mug_7.glb")
    asset = bring(tmp_path / "mug_7.glb", size=0.09, up="z").asset
    assert asset.id == "own_mug/0"
    assert not asset.fixed_base
    assert {"pick", "contain", "fill", "pour"} <= set(asset.affordances)
    assert len(asset.root.shapes) > 4
    assert all(grasp.width == pytest.approx(0.064, abs=0.003) for grasp in asset.grasps)
    assert asset.volume("interior").size[2] > 0.07
    assert {"centre", "rim"} <= {point.name for point in asset.points}
    assert asset.colour_name == "red"


def test_what_is_convex_needs_no_decomposition(bring: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "coacd", None)
    trimesh.creation.icosphere(subdivisions=3, radius=3.0).export(tmp_path / "orange.ply")
    asset = bring(tmp_path / "orange.ply").asset
    assert "roll" in asset.affordances
    assert len(asset.root.shapes) == 1
    assert asset.grasps


def test_a_missing_package_is_told_with_the_line_that_installs_it(
    bring: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "coacd", None)
    mug_mesh().export(tmp_path / "mug.stl")
    with pytest.raises(MissingExtraError, match=r"pip install 'simwright\[assets\]'"):
        bring(tmp_path / "mug.stl", size=0.09)


def test_an_exported_asset_comes_back_as_it_was(bring: Any, tmp_path: Path) -> None:
    original = Catalog().get("microwave/1")
    folder = to_urdf(original, directory=tmp_path).parent
    asset = bring(folder).asset
    assert asset.id == "own_microwave/0"
    assert asset.size == pytest.approx(original.size, abs=1e-6)
    (theirs,), (ours,) = original.parts, asset.parts
    assert ours.noun == "door"
    apart = np.subtract(
        asset.point(f"{ours.handle}.centre").position, original.point(f"{theirs.handle}.centre").position
    )
    assert np.linalg.norm(apart) < 0.03
    assert ours.interior is not None


def test_a_mimic_joint_is_a_coupling(bring: Any, tmp_path: Path) -> None:
    more = """
      <link name="flap"><visual><origin xyz="-0.12 0 0.05"/><geometry><box size="0.01 0.1 0.04"/></geometry></visual>
      </link>
      <joint name="slide" type="prismatic"><parent link="box"/><child link="flap"/><axis xyz="-1 0 0"/>
      <limit lower="0" upper="0.032"/><mimic joint="hinge" multiplier="0.02"/></joint></robot>"""
    (tmp_path / "chest.urdf").write_text(CHEST.replace("</robot>", more))
    asset = bring(tmp_path / "chest.urdf", size=0.15).asset
    follower = next(joint for joint in asset.joints if joint.coupling is not None)
    assert follower.coupling is not None
    assert follower.coupling.joint == "lid_joint"
    assert follower.coupling.ratio == pytest.approx(0.02 * 0.15 / 0.3, rel=1e-3)
    assert [part.name for part in asset.parts] == ["lid"]


def test_importing_twice_gives_one_asset(bring: Any, cabinet: Imported, tmp_path: Path) -> None:
    again = bring(tmp_path / "45132", size=0.4)
    assert (again.outcome, again.asset) == ("known", cabinet.asset)
    assert len(list((tmp_path / "kept").iterdir())) == 1
    elsewhere = bring((tmp_path / "45132").rename(tmp_path / "renamed"), size=0.4)
    assert elsewhere.outcome == "known"
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_another_size_of_the_same_files_is_another_question(bring: Any, cabinet: Imported, tmp_path: Path) -> None:
    del cabinet
    with pytest.raises(ImportRefusedError, match=r"annotations\.yaml"):
        bring(tmp_path / "45132", size=0.3)
    assert bring(tmp_path / "45132", size=0.45, name="low_cabinet").asset.id == "low_cabinet/0"


def test_a_second_thing_of_a_name_gets_the_next_number(bring: Any, cabinet: Imported, tmp_path: Path) -> None:
    del cabinet
    other = bring(write_partnet_cabinet(tmp_path / "45133", drawers=1), size=0.4)
    assert other.asset.id == "storage_furniture/1"
    assert read_directory(tmp_path / "kept")["storage_furniture"].instances == (0, 1)


def test_a_name_of_the_catalog_is_refused_with_another(bring: Any, tmp_path: Path) -> None:
    write_obj(tmp_path / "thing.obj", [((0, 0, 0), (1, 1, 1))], (1, 0, 0))
    with pytest.raises(ImportRefusedError, match="own_mug"):
        bring(tmp_path / "thing.obj", name="mug", size=0.05)


def test_a_folder_holds_all_that_one_needs(cabinet: Imported) -> None:
    names = {path.name for path in cabinet.folder.iterdir()}
    assert {"asset.json", "model.urdf", "annotations.yaml", "import.json", "picture.png", "README.md"} <= names
    readme = (cabinet.folder / "README.md").read_text()
    assert "PartNet-Mobility 45132" in readme
    assert "not commercial" in readme
    assert json.loads((cabinet.folder / "asset.json").read_text())["category"] == "storage_furniture"


def test_the_catalog_takes_a_directory_in(bring: Any, chest: Imported, cabinet: Imported, tmp_path: Path) -> None:
    del bring
    whole = Catalog().with_directory(tmp_path / "kept")
    assert whole.get("chest/0") == chest.asset
    assert "mug" in whole.categories()
    alone = Catalog().with_directory(tmp_path / "kept", alone=True)
    assert set(alone.categories()) == {"chest", "storage_furniture"}
    assert alone.get("mug/3") == Catalog().get("mug/3")
    with pytest.raises(AssetNameError, match="numbers of chest: 0"):
        whole.get("chest/7")
    with pytest.raises(UnknownCategoryError, match="--asset-dir"):
        Catalog().get(cabinet.asset.id)


def test_a_catalog_with_a_directory_goes_to_worker_processes(chest: Imported, tmp_path: Path) -> None:
    import pickle

    copy = pickle.loads(pickle.dumps(Catalog().with_directory(tmp_path / "kept", alone=True)))
    assert copy.get("chest/0") == chest.asset
    assert copy.categories() == ("chest",)


def test_a_clash_of_names_is_an_error_with_a_remedy(chest: Imported, tmp_path: Path) -> None:
    for name in ("import.json", "asset.json"):
        path = chest.folder / name
        path.write_text(
            path.read_text()
            .replace('"category": "chest"', '"category": "mug"')
            .replace('"category":"chest"', '"category":"mug"')
        )
    with pytest.raises(AssetDirectoryError, match="own_mug"):
        Catalog().with_directory(tmp_path / "kept")


def test_a_directory_without_assets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssetDirectoryError, match="assets import"):
        Catalog().with_directory(tmp_path)


def test_drafts_are_kept_on_request_and_left_out(bring: Any, chest: Imported, tmp_path: Path) -> None:
    (tmp_path / "bad.urdf").write_text(CHEST.replace('axis xyz="0 -1 0"', 'axis xyz="0 1 0"'))
    draft = bring(tmp_path / "bad.urdf", draft=True)
    assert draft.outcome == "draft"
    assert any("enters" in finding for finding in draft.findings)
    assert "enters" in (draft.folder / "README.md").read_text()
    assert list(read_directory(tmp_path / "kept")) == [chest.asset.category]
