"""What fits where is read off the sizes that the tools show."""

from __future__ import annotations

from typing import Any

import pytest

from agents.models.procedural.shelf import AssetView, Shelf


def thing(category: str, *size: float, **fields: Any) -> AssetView:
    plain: dict[str, Any] = {"parts": (), "volumes": {}, "surfaces": {}, "grasps": (0.04,), "affordances": ("pick",)}
    noun = category.replace("_", " ")
    return AssetView(category, 0, noun, fixed=False, size=size, **(plain | fields))  # type: ignore[arg-type]


def container(*interior: float) -> AssetView:
    return thing("bin", *interior, volumes={"interior": interior}, affordances=("contain",))


def shelf(*views: AssetView) -> Shelf:
    seen: dict[str, tuple[AssetView, ...]] = {}
    for view in views:
        seen[view.category] = (*seen.get(view.category, ()), view)
    return Shelf(seen)


@pytest.mark.parametrize(("apple", "fits"), [(0.06, True), (0.09, False)])
def test_two_things_go_beside_one_another_only_where_both_have_room(apple: float, fits: bool) -> None:
    seen = shelf(container(0.12, 0.16, 0.06), thing("apple", apple, apple, apple), thing("disc", 0.07, 0.07, 0.01))
    assert seen.beside("bin", "apple", "disc", "interior") is fits


def test_the_smallest_container_and_the_largest_things_that_were_seen_decide() -> None:
    views = (thing("apple", 0.06, 0.06, 0.06), thing("disc", 0.07, 0.07, 0.01))
    assert shelf(container(0.12, 0.16, 0.06), *views).beside("bin", "apple", "disc", "interior")
    assert not shelf(container(0.12, 0.16, 0.06), container(0.1, 0.12, 0.06), *views).beside(
        "bin", "apple", "disc", "interior"
    )


def test_the_hand_must_go_into_what_is_deep() -> None:
    ball = thing("ball", 0.04, 0.04, 0.04)
    assert container(0.08, 0.08, 0.06).within_reach(ball, "interior")
    assert not container(0.08, 0.08, 0.2).within_reach(ball, "interior")
    assert container(0.2, 0.3, 0.2).within_reach(ball, "interior")


def test_a_long_thing_may_be_turned_and_a_wide_one_fills_a_drawer() -> None:
    marker, bowl, block = (thing("any", *size) for size in ((0.13, 0.02, 0.02), (0.14, 0.14, 0.05), (0.04, 0.04, 0.04)))
    assert [(item.long, item.wide) for item in (marker, bowl, block)] == [(True, False), (True, True), (False, False)]


def test_things_are_put_on_the_top_or_else_on_the_surface_that_there_is() -> None:
    assert thing("plate", 0.2, 0.2, 0.02, surfaces={"rim": (0.1, 0.1), "top": (0.2, 0.2)}).surface == "top"
    assert thing("disc", 0.07, 0.07, 0.01, surfaces={"face": (0.07, 0.07)}).surface == "face"
