"""Reading files of keypoint problems, and writing them back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kpam.constraints import CONSTRAINTS
from kpam.errors import FileError
from kpam.files.document import Along, Between, Document
from kpam.files.reader import read, read_text
from kpam.files.schema import Form, constraint_schema
from kpam.files.writer import write, write_text

EXAMPLES = sorted((Path(__file__).resolve().parents[3] / "docs" / "examples").glob("*.yaml"))
MEET = "kpam: 1\nconstraints:\n  - {kind: point_to_point, tool_point: grasp, target: mug.rim}\n"
VALUES: dict[Form, str] = {
    "tool point": "grasp",
    "tool axis": "{from: grasp, to: tip}",
    "point": "[0.5, 0, 0.1]",
    "direction": "{in: mug, along: [0, 1, 1]}",
    "pose": "{position: [0.5, 0, 0.1], quaternion: [0, 1, 0, 0]}",
    "number": "0.25",
    "numbers": "[0.1, 0.2, 0.3]",
    "names": "[wall, floor]",
    "flag": "true",
}


def fault(text: str) -> str:
    with pytest.raises(FileError) as caught:
        read_text(text, source="file.yaml")
    return str(caught.value)


def test_examples_exist() -> None:
    assert len(EXAMPLES) >= 3


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_the_same_after_writing_and_reading(path: Path, tmp_path: Path) -> None:
    document = read(path)
    write(document, tmp_path / "again.yaml")
    assert read(tmp_path / "again.yaml") == document


@pytest.mark.parametrize("kind", CONSTRAINTS)
def test_every_kind_is_the_same_after_writing_and_reading(kind: str) -> None:
    given = "".join(f", {item.name}: {VALUES[item.form]}" for item in constraint_schema(kind).values())
    document = read_text(f"kpam: 1\nconstraints: [{{kind: {kind}, name: it{given}}}]")
    (entry,) = document.constraints
    assert set(entry.fields) == set(constraint_schema(kind))
    assert read_text(write_text(document)) == document


def test_a_weight_of_null_is_kept_apart_from_none_at_all() -> None:
    text = "kpam: 1\nconstraints: [{kind: joint_change, weight: null}, {kind: joint_change}]"
    hard, usual = read_text(text).constraints
    assert hard.fields == {"weight": None}
    assert usual.fields == {}
    assert read_text(write_text(read_text(text))).constraints == (hard, usual)


def test_directions_are_read_in_every_form() -> None:
    forms = ["mug.up", "-world.z", "[0, 0, 2]", "{from: mug.a, to: mug.b}", "{in: mug, along: [1, 0, 0]}"]
    found = [
        read_text(f"kpam: 1\nconstraints: [{{kind: axis_parallel, tool_axis: x, target_axis: {form}}}]")
        .constraints[0]
        .fields["target_axis"]
        for form in forms
    ]
    assert found == ["mug.up", "-world.z", (0, 0, 2), Between("mug.a", "mug.b"), Along("mug", (1, 0, 0))]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (MEET + "color: red\n", "file.yaml:4: unknown key of a keypoint problem 'color'"),
        (MEET.replace("kpam: 1", "kpam: 2"), "file.yaml:1: version 2 of the format; this reads 1"),
        ("kpam: 1\n", "file.yaml:1: a keypoint problem has no 'constraints'"),
        ("kpam: 1\nconstraints: []\n", "file.yaml:2: no constraints"),
        ("kpam: 1\nconstraints: 3\n", "file.yaml:2: constraints must be a list; got '3'"),
        (MEET.replace("to_point", "to_piont"), "file.yaml:3: unknown constraint kind 'point_to_piont'; did you mean"),
        (MEET.replace("kind: point_to_point, ", ""), "file.yaml:3: a constraint has no 'kind'"),
        (MEET.replace(", target: mug.rim", ""), "file.yaml:3: a point_to_point constraint has no 'target'"),
        (MEET.replace("mug.rim", "[0, 0]"), "file.yaml:3: target must be a list of 3 numbers; got a list of 2"),
        (MEET.replace("mug.rim", "mug.rim, tol: 1"), "file.yaml:3: unknown key of a point_to_point constraint 'tol'"),
        (MEET.replace("mug.rim", "[0, 0, .nan]"), "file.yaml:3: each number of target must be a finite number"),
        (MEET + "start: [a]\n", "file.yaml:4: each number of start must be a finite number; got 'a'"),
        (MEET + "objects:\n  mug: {axes: {up: [0, 0, 0]}}\n", "file.yaml:5: axis 'up' has no length"),
        (MEET + "objects:\n  mug: {quaternion: [1, 1, 0, 0]}\n", "file.yaml:5: quaternion of length 1.41421"),
        (MEET + "objects:\n  mug: {symmetries: [{about: z, count: 1}]}\n", "file.yaml:5: count 1; say how often"),
        (MEET + "workspace: {lower: [1, 0, 0], upper: [0, 1, 1]}\n", "file.yaml:4: workspace from"),
        (MEET + "obstacles: {a: {kind: cone, size: [1]}}\n", "file.yaml:4: unknown kind of shape 'cone'"),
        (MEET + "obstacles: {a: {kind: sphere, size: [-1]}}\n", "file.yaml:4: size [-1.0]; every length"),
        (MEET + "costs: {posture: 1, motion: 1}\n", "file.yaml:4: unknown key of costs 'motion'"),
        (MEET + "costs: {posture: -1}\n", "file.yaml:4: cost 'posture' -1; give a weight from 0"),
        (MEET + "plan:\n  approach: [sideways]\n", "file.yaml:5: unknown step 'sideways'"),
        (MEET + "plan:\n  contact: [{move: z}]\n", "file.yaml:5: the step 'move' has no 'by'"),
        (MEET + "plan:\n  contact: [{move: w, by: 1}]\n", "file.yaml:5: unknown axis of a step 'w'"),
        (MEET + "plan:\n  contact: [{turn: z, by: 1, frame: mug}]\n", "file.yaml:5: unknown frame 'mug'"),
        (MEET + "plan:\n  contact_speed: 2\n", "file.yaml:5: contact_speed 2; give a share"),
        (MEET + "plan:\n  releases: maybe\n", "file.yaml:5: releases 'maybe'; write true or false"),
    ],
)
def test_what_cannot_be_meant_names_its_line(text: str, message: str) -> None:
    assert fault(text).startswith(message)


def test_a_file_that_is_not_there_or_no_text_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "picture.yaml").write_bytes(b"kpam: 1\n\xff\xfe\x00")
    (tmp_path / "long.yaml").write_bytes(b"#" * 10_000_000)
    said = {
        "nothing.yaml": "cannot be read: No such file",
        "": "cannot be read: Is a directory",
        "picture.yaml": "yaml:2: byte 0xff is no UTF-8 text",
        "long.yaml": "yaml: more than 200000 bytes",
    }
    for name, message in said.items():
        with pytest.raises(FileError, match=message):
            read(tmp_path / name)


def test_lines_and_source_do_not_tell_documents_apart() -> None:
    assert read_text(MEET, source="a") == read_text("# moved down\n" + MEET, source="b")
    assert isinstance(read_text(MEET), Document)
