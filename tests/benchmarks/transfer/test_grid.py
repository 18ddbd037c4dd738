"""The draw of tasks: what differs between the arms, and what must not."""

from __future__ import annotations

from itertools import pairwise

import pytest

from benchmarks.transfer.grid import (
    Grid,
    Settings,
    TransferError,
    choose_held_out,
    digest,
    draw,
    order_of,
    shares,
    trial_seeds,
)
from envs.demos.collect import FIRST_SEED

VERIFIED = [f"task_{k}" for k in range(22)]
REJECTED = [f"refused_{k}" for k in range(5)]
SETTINGS = Settings()


def cells_of(settings: Settings = SETTINGS, drafts: list[str] | None = None):
    held_out = choose_held_out(VERIFIED, settings)
    return held_out, draw(VERIFIED, VERIFIED + REJECTED if drafts is None else drafts, held_out, settings)


def test_every_policy_gets_the_same_number_of_episodes_from_its_number_of_tasks() -> None:
    _, cells = cells_of()
    assert [cell.count for cell in cells] == [1, 4, 8, 16] * 2
    assert {sum(episodes for _, episodes in cell.shares) for cell in cells} == {192}
    assert len({cell.name for cell in cells}) == len(cells)


def test_shares_differ_by_at_most_one_and_add_up() -> None:
    assert shares(10, 4) == (3, 3, 2, 2)
    assert shares(4, 4) == (1, 1, 1, 1)
    with pytest.raises(ValueError, match="0 parts"):
        shares(10, 0)


def test_no_policy_is_trained_on_a_held_out_task() -> None:
    held_out, cells = cells_of(Settings(repeats=3))
    assert len(held_out) == 6
    assert not any(set(cell.tasks) & set(held_out) for cell in cells)


def test_a_larger_set_of_tasks_contains_the_smaller_ones() -> None:
    _, cells = cells_of()
    for smaller, larger in pairwise(cells[:4]):
        assert larger.tasks[: smaller.count] == smaller.tasks


def test_the_arms_follow_one_order_and_differ_by_what_verification_refused() -> None:
    _, cells = cells_of()
    verified, unverified = cells[3], cells[7]
    assert not set(verified.tasks) & set(REJECTED)
    assert set(unverified.tasks) & set(REJECTED)
    accepted = [name for name in unverified.tasks if name not in REJECTED]
    assert list(verified.tasks[: len(accepted)]) == accepted


def test_leaving_names_out_keeps_the_order_of_the_others_within_one_draw() -> None:
    held_out, cells = cells_of()
    order = [name for name in order_of(VERIFIED + REJECTED, SETTINGS.seed, 0) if name not in held_out]
    assert list(cells[7].tasks) == order[:16]


def test_repeats_draw_other_orders_and_keep_what_is_held_out() -> None:
    _, cells = cells_of(Settings(repeats=2))
    first, second = ([c.tasks for c in cells if c.arm == "verified" and c.repeat == r] for r in (0, 1))
    assert first != second
    assert choose_held_out(VERIFIED, Settings(repeats=2)) == choose_held_out(VERIFIED, SETTINGS)


def test_the_draw_is_that_of_its_seed_and_not_of_the_order_of_names() -> None:
    assert cells_of() == cells_of()
    assert choose_held_out(reversed(VERIFIED), SETTINGS) == choose_held_out(VERIFIED, SETTINGS)
    assert choose_held_out(VERIFIED, Settings(seed=4)) != choose_held_out(VERIFIED, SETTINGS)


def test_without_drafts_there_is_one_arm() -> None:
    assert {cell.arm for cell in cells_of(drafts=[])[1]} == {"verified"}


def test_too_few_tasks_are_told_with_what_is_needed() -> None:
    with pytest.raises(TransferError, match=r"21 verified tasks are too few to train on 16 and hold out 6; .* of 22"):
        choose_held_out(VERIFIED[:21], SETTINGS)
    held_out = choose_held_out(VERIFIED, SETTINGS)
    with pytest.raises(TransferError, match="unverified tasks are left to train on, 16 are wanted"):
        draw(VERIFIED, VERIFIED[:10], held_out, SETTINGS)


def test_settings_that_contradict_themselves_are_refused() -> None:
    with pytest.raises(ValueError, match="31 episodes of 16 tasks are fewer than 2 of each; record 32"):
        Settings(episodes=31)
    with pytest.raises(ValueError, match="not different numbers"):
        Settings(tasks=(4, 4))


def test_every_task_is_scored_on_as_many_scenes_and_all_on_no_fewer_than_asked_for() -> None:
    assert trial_seeds(60, 16) == range(1000, 1004)
    assert trial_seeds(60, 1) == range(1000, 1060)
    assert max(trial_seeds(9000, 1)) < FIRST_SEED, "these scenes are recorded"


def test_what_is_needed_of_a_task_is_the_most_that_any_policy_takes() -> None:
    held_out, cells = cells_of()
    needed = Grid(held_out, cells).needed("verified")
    first, *others = cells[3].tasks
    assert needed[first] == 192
    assert [needed[name] for name in others] == [48] * 3 + [24] * 4 + [12] * 8


def test_digests_tell_contents_apart_and_not_their_order() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1}) != digest({"a": 1, "b": 3})
