"""YAML as values that know their lines."""

from __future__ import annotations

import pytest

from kpam.errors import FileError
from kpam.files.marked import parse


def fault(text: str) -> str:
    with pytest.raises(FileError) as caught:
        parse(text, "file.yaml").entries("the file")
    return str(caught.value)


@pytest.mark.parametrize(
    ("written", "number"), [("1e-3", 1e-3), ("-.5", -0.5), ("1.", 1.0), ("+2E1", 20.0), ("7", 7.0)]
)
def test_numbers_are_read_as_people_write_them(written: str, number: float) -> None:
    assert parse(f"a: {written}", "f").entries("f")["a"].number("a") == number


@pytest.mark.parametrize("written", [".nan", "nan", ".inf", "1e999", "true", "0x10", "1:30", "'1'", "[1]", "", "one"])
def test_what_is_no_finite_number_is_refused_with_its_line(written: str) -> None:
    value = parse(f"\na: {written}", "f").entries("f")["a"]
    with pytest.raises(FileError, match=r"^f:2: weight must be a finite number; got "):
        value.number("weight")


def test_a_number_that_can_only_be_a_mistake_is_refused_with_its_line() -> None:
    with pytest.raises(FileError, match=r"^f:1: weight 1e300; give a number up to 1e\+09"):
        parse("a: 1e300", "f").entries("f")["a"].number("weight")


@pytest.mark.parametrize("written", ["-.inf", "-inf"])
def test_a_bound_may_be_infinite(written: str) -> None:
    assert parse(f"a: {written}", "f").entries("f")["a"].number("a", bound=True) == float("-inf")


def test_a_key_that_stands_twice_names_both_lines() -> None:
    assert fault("a: 1\nb: 2\na: 3") == "file.yaml:3: 'a' stands twice in the file, first on line 1; leave one out"


def test_names_that_yaml_takes_for_booleans_are_names() -> None:
    assert [parse(f"a: {name}", "f").entries("f")["a"].text("a") for name in ("on", "no", "y")] == ["on", "no", "y"]


@pytest.mark.parametrize(
    "text", ["a: !!python/object/apply:os.system [echo]", "!!python/name:os.system {}", "a: !mine {b: 1}"]
)
def test_nothing_is_constructed(text: str) -> None:
    assert "tag" in fault(text)


@pytest.mark.parametrize(
    ("text", "line"), [("a: [1", 1), ("a: 1\n b: 2", 2), ("a: *nobody", 1), ("", 1), ("a: 1\n---\nb: 2", 2)]
)
def test_broken_yaml_names_the_line(text: str, line: int) -> None:
    assert fault(text).startswith(f"file.yaml:{line}: ")


@pytest.mark.parametrize("text", ["[" * 3000, "{a: " * 3000, "- " * 3000])
def test_deep_nesting_is_refused(text: str) -> None:
    assert "levels deep" in fault(text)


def test_a_control_character_is_refused() -> None:
    assert fault("a: 1\nb: \x07").startswith("file.yaml:2: character 0x7 cannot stand in YAML")


def test_a_tab_is_told_from_a_space() -> None:
    assert fault("a:\n\tb: 1").endswith("indent with spaces")


def test_aliases_that_stand_for_billions_are_refused_at_once() -> None:
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    assert "stand for more than" in fault("\n".join(lines))


def test_a_long_text_is_refused_before_it_is_parsed() -> None:
    assert "more than 200000 bytes" in fault("a: " + "[1, " * 100_000)


def test_an_alias_stands_for_what_it_names() -> None:
    value = parse("a: &x [1, 2, 3]\nb: *x", "f").entries("f")["b"]
    assert value.vector("b") == (1.0, 2.0, 3.0)


@pytest.mark.parametrize("text", ["b: 1\na: &x [*x, 1, 2]", "b: 1\na: &x {b: {c: *x}}"])
def test_a_value_that_contains_itself_is_refused_with_its_line(text: str) -> None:
    assert fault(text) == "file.yaml:2: a value that contains itself; write it out"
