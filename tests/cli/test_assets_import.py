"""`simwright assets import`, and the verbs that work with what it wrote."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agents.config import GenerateConfig
from tests.own_assets import CHEST, mug_mesh, write_obj, write_partnet_cabinet

Run = Callable[..., Any]


@pytest.fixture
def chest(tmp_path: Path) -> Path:
    """A URDF with a lid."""
    path = tmp_path / "mine" / "chest.urdf"
    path.parent.mkdir()
    path.write_text(CHEST)
    return path


def test_one_thing_is_imported_with_a_picture_and_told(simwright: Run, chest: Path, tmp_path: Path) -> None:
    said = simwright("assets", "import", chest)
    assert said.code == 0
    assert "chest/0: imported" in said.out
    assert "part lid" in said.out
    assert (tmp_path / "assets" / "chest_0" / "picture.png").stat().st_size > 10_000


def test_the_second_run_says_so(simwright: Run, chest: Path) -> None:
    assert simwright("assets", "import", chest, "--json").json["outcome"] == "imported"
    assert simwright("assets", "import", chest, "--json").json["outcome"] == "known"
    assert "there already" in simwright("assets", "import", chest).out


def test_one_bad_thing_of_a_folder_costs_one(simwright: Run, chest: Path, tmp_path: Path) -> None:
    write_obj(chest.parent / "brick.obj", [((0, 0, 0), (0.05, 0.04, 0.03))], (0.8, 0.1, 0.1))
    (chest.parent / "more.zip").write_bytes(b"PK")
    (chest.parent / "notes.txt").write_text("not read")
    (chest.parent / "broken.stl").write_bytes(b"solid")
    said = simwright("assets", "import", chest.parent, "--size", "0.06", "--out", tmp_path / "out", "--json")
    assert said.code == 1
    told = {row["file"]: row.get("asset") or row["refused"] for row in said.json["assets"]}
    assert set(told) == {"brick.obj", "broken.stl", "chest.urdf", "more.zip"}
    assert told["brick.obj"] == "brick/0"
    assert "archive" in told["more.zip"]
    assert "cut off" in told["broken.stl"]


def test_what_is_refused_leaves_no_folder(simwright: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.urdf").write_text('<!DOCTYPE r [<!ENTITY a "b">]><robot name="a"/>')
    said = simwright("assets", "import", tmp_path / "bad.urdf")
    assert said.code == 1
    assert "entities" in said.err
    assert not (tmp_path / "assets").exists()


def test_an_empty_folder_and_a_name_for_many_are_wrong_usage(simwright: Run, chest: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    assert simwright("assets", "import", tmp_path / "nothing").code == 2
    write_obj(chest.parent / "brick.obj", [((0, 0, 0), (0.05, 0.04, 0.03))], (0.8, 0.1, 0.1))
    assert simwright("assets", "import", chest.parent, "--name", "both").code == 2


def test_the_other_verbs_find_one_s_own_assets(
    simwright: Run, chest: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    simwright("assets", "import", chest)
    folder = tmp_path / "assets"
    assert simwright("assets", "show", "chest", "--asset-dir", folder, "--image", tmp_path / "a.png").code == 0
    assert "chest" in simwright("assets", "list", "--asset-dir", folder).out
    assert simwright("assets", "check", "chest", "--asset-dir", folder, "--workers", "1").code == 0
    monkeypatch.setenv("SIMWRIGHT_ASSET_DIR", str(folder))
    assert simwright("assets", "show", "chest/0", "--image", tmp_path / "a.png").code == 0
    monkeypatch.delenv("SIMWRIGHT_ASSET_DIR")
    said = simwright("assets", "show", "chest/0")
    assert said.code == 2
    assert "--asset-dir" in said.err


def test_a_task_over_one_s_own_asset_needs_its_folder(simwright: Run, chest: Path, tmp_path: Path) -> None:
    simwright("assets", "import", chest)
    program = tmp_path / "open_chest.py"
    program.write_text(
        "def build(task, rng):\n"
        '    chest = task.add("chest", region="table_back", facing="robot")\n'
        '    lid = chest.part("lid")\n'
        '    task.say("Open the {chest}.", lid)\n'
        "    task.goal(lid.at_least(0.2))\n"
        '    task.stage("open it", actuate(grip(lid), then=follow(lid, to=0.4)), effect=lid.at_least(0.2))\n'
    )
    without = simwright("run", program)
    assert without.code == 1
    assert "--asset-dir" in without.err
    assert simwright("run", program, "--asset-dir", tmp_path / "assets").code in (0, 1)
    assert "--asset-dir" not in simwright("run", program, "--asset-dir", tmp_path / "assets").err


def test_generate_offers_the_folder_alone_unless_told_otherwise(simwright: Run, chest: Path, tmp_path: Path) -> None:
    simwright("assets", "import", chest)
    own = GenerateConfig(asset_dir=tmp_path / "assets", out=tmp_path / "run")
    assert own.catalog().categories() == ("chest",)
    both = own.model_copy(update={"with_catalog": True}).catalog().categories()
    assert {"chest", "mug"} <= set(both)
    own.write()
    assert GenerateConfig.read(tmp_path / "run").catalog().categories() == ("chest",)


def test_generate_says_what_is_wrong_with_a_folder(simwright: Run, tmp_path: Path) -> None:
    said = simwright("generate", "--asset-dir", tmp_path)
    assert said.code == 1
    assert "assets import" in said.err
    assert not (tmp_path / "runs").exists()


@pytest.mark.slow
def test_tasks_are_proposed_and_proven_over_one_s_own_assets(simwright: Run, tmp_path: Path) -> None:
    write_partnet_cabinet(tmp_path / "mine" / "45132")
    mug_mesh().export(tmp_path / "mine" / "mug.ply")
    imported = simwright("assets", "import", tmp_path / "mine", "--json")
    assert imported.code == 0, imported.err
    said = simwright(
        "generate", "--n", "1", "--asset-dir", tmp_path / "assets", "--workers", str(os.cpu_count()), "--json"
    )
    assert said.code == 0, said.err
    (name,) = said.json["committed"]
    spec = (tmp_path / "library" / name / "spec.json").read_text()
    assert "storage_furniture/0" in spec or "own_mug/0" in spec
