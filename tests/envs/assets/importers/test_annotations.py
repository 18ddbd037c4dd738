"""Annotations that a person edits are taken over when the asset's folder is imported again, or refused with a line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from envs.assets.importers import annotations
from envs.assets.importers.errors import ChecksFailedError
from envs.assets.importers.importing import Imported
from envs.assets.importers.library import AssetDirectoryError, read_directory
from kpam.errors import FileError
from tests.own_assets import CHEST

Edit = Callable[[str, str], Path]


@pytest.fixture
def chest(bring: Any, tmp_path: Path) -> Imported:
    (tmp_path / "chest.urdf").write_text(CHEST)
    return bring(tmp_path / "chest.urdf")


@pytest.fixture
def edit(chest: Imported) -> Edit:
    """Replaces a text of the chest's annotations and returns its folder."""

    def replace(old: str, new: str) -> Path:
        path = chest.folder / annotations.FILE
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        return chest.folder

    return replace


def test_what_is_written_is_read_back(chest: Imported) -> None:
    text = (chest.folder / annotations.FILE).read_text()
    again, noun = annotations.apply(chest.asset, text)
    assert noun == "chest"
    assert annotations.write(again, noun) == text
    assert again.parts == chest.asset.parts
    assert {point.name for point in again.points} == {point.name for point in chest.asset.points}


def test_edited_annotations_are_taken_over_by_importing_the_folder(bring: Any, edit: Edit) -> None:
    folder = edit("grasps: {}", "grasps: {}\n# mine")
    edit("noun: lid", "noun: cover")
    edit("with a lid", "with a cover")
    edit("lid: 0.", "lid: 1.")
    done = bring(folder)
    assert done.outcome == "annotated"
    assert done.asset.parts[0].noun == "cover"
    assert done.asset.link("lid").mass > 1.0
    assert "# mine" in (folder / annotations.FILE).read_text()
    assert bring(folder).outcome == "known"


def test_annotations_that_are_not_taken_over_are_not_used(edit: Edit) -> None:
    folder = edit("friction: 1", "friction: 0.5")
    with pytest.raises(AssetDirectoryError, match="assets import"):
        read_directory(folder.parent)


def test_another_size_enlarges_everything(bring: Any, chest: Imported, edit: Edit) -> None:
    done = bring(edit("size: 0.3", "size: 0.36"))
    assert max(done.asset.size) == pytest.approx(0.36)
    before, after = (a.point("lid.handle.centre").position for a in (chest.asset, done.asset))
    assert after == pytest.approx(tuple(1.2 * each for each in before), abs=1e-6)
    assert done.asset.root.mass == pytest.approx(1.2**3 * chest.asset.root.mass, rel=1e-4)
    assert "size: 0.36" in (done.folder / annotations.FILE).read_text()


def test_what_fails_the_checks_then_is_refused(bring: Any, chest: Imported, edit: Edit) -> None:
    folder = edit("centre: [0.07, 0, 0.156]", "centre: [0.07, 0, 0.4]")
    with pytest.raises(ChecksFailedError, match="outside of"):
        bring(folder)
    assert chest.folder.is_dir()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("size: 0.3", "size: much", 4, "finite number"),
        ("size: 0.3", "size: 90", 4, "0.005 to 1.5"),
        ("fixed_base: true", "fixed_base: maybe", 7, "true or false"),
        ("[open, contain]", "[open, fly]", 9, "fly"),
        ("  lid: 0.", "  lid: -0.", 12, "above 0"),
        ("  lid:\n    noun", "  hat:\n    noun", 15, "no link that moves"),
        ("handle_kind: grasp", "handle_kind: kick", 18, "neither"),
        ("axis: [0, 1, 0]", "axis: [0, 0, 1]", 21, "right angle"),
        ("axis: [0, 1, 0]", "axis: [0, 1]", 21, "3 numbers"),
        ("{link: body, at:", "{link: leg, at:", 23, "no link 'leg'"),
        ("axes: {}", "axis: {}", 24, "unknown key"),
        ("axes: {}", "", 1, "no 'axes'"),
        (
            "grasps: {}",
            "grasps: {g: {link: body, centre: [0,0,0], approach: [0,0,-1], closing: [0,1,0], width: 0.2}}",
            28,
            "opens",
        ),
        ("grasps: {}", "grasps: !!python/object:os.system {}", 28, "tag"),
    ],
)
def test_what_cannot_be_is_refused_with_its_line(
    bring: Any, edit: Edit, old: str, new: str, line: int, says: str
) -> None:
    folder = edit(old, new)
    with pytest.raises(FileError) as told:
        bring(folder)
    assert says in str(told.value)
    if line > 1:
        assert f"annotations.yaml:{line}:" in str(told.value)
