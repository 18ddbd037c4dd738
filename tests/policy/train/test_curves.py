from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from PIL import Image

from policy.scoring.results import Trial
from policy.train.curves import Curves, draw, read_losses
from policy.train.layout import LOSSES, PICTURE
from policy.train.results import Validation


def test_points_are_rows(tmp_path: Path) -> None:
    with Curves(tmp_path, step=0) as curves:
        curves.add(10, {"loss": 0.5, "gradient": 2.0})
        curves.add(20, {"loss": 0.25, "gradient": 1.0})
    assert (tmp_path / LOSSES).read_text() == "step,loss,gradient\n10,0.5,2\n20,0.25,1\n"


def test_going_on_drops_what_came_after_the_state(tmp_path: Path) -> None:
    (tmp_path / LOSSES).write_text("step,loss\n10,0.5\n20,0.25\n30,0.1")  # the last line was cut short
    with Curves(tmp_path, step=15) as curves:
        curves.add(20, {"loss": 0.75})
    assert read_losses(tmp_path / LOSSES) == [{"step": 10.0, "loss": 0.5}, {"step": 20.0, "loss": 0.75}]


def test_a_line_that_a_kill_cut_short_is_not_read(tmp_path: Path) -> None:
    (tmp_path / LOSSES).write_text("step,loss\n10,0.5\n20,0.2")
    assert read_losses(tmp_path / LOSSES) == [{"step": 10.0, "loss": 0.5}]
    assert read_losses(tmp_path / "none.csv") == []


def test_the_picture_has_a_second_plot_where_something_was_played(tmp_path: Path) -> None:
    losses = [{"step": float(k), "loss": 1.0 / (1 + k)} for k in range(5)]
    alone = Validation(step=4, loss=0.3)
    played = alone.model_copy(update={"tasks": {"lift": (Trial(seed=1, success=True),)}})
    heights = []
    for result in (alone, played):
        draw(tmp_path / PICTURE, losses, [result])
        with Image.open(tmp_path / PICTURE) as picture:
            heights.append(picture.height)
    assert heights[1] > heights[0] > 100


def test_event_files_hold_losses_and_success(tmp_path: Path) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    with Curves(tmp_path, step=0) as curves:
        curves.add(10, {"loss": 0.5})
        curves.validated([Validation(step=10, loss=0.4, tasks={"lift": (Trial(seed=1, success=True),)})])
    events = EventAccumulator(str(tmp_path / "tensorboard"))
    events.Reload()
    assert {"train/loss", "validation/loss", "validation/success", "validation/success/lift"} <= set(
        events.Tags()["scalars"]
    )
