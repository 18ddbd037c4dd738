"""The picture: curves with their intervals, drawn without a display."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.transfer.plot import curves, plot
from benchmarks.transfer.results import Report
from envs.verification.wilson import wilson_interval


def test_a_curve_has_the_rate_and_reach_of_each_number_of_tasks(report: Report) -> None:
    verified, unverified = curves(report.cells, lambda cell: cell.held_out)
    assert (verified.arm, verified.counts, verified.rates) == ("verified", (1, 2), (0.2, 0.25))
    assert unverified.rates == (0.05, 0.1)
    low, high = wilson_interval(4, 20)
    assert (verified.below[0], verified.above[0]) == pytest.approx((0.2 - low, high - 0.2))


def test_an_arm_without_results_has_no_curve(report: Report) -> None:
    assert len(curves([cell for cell in report.cells if cell.arm == "verified"], lambda cell: cell.unseen)) == 1


def test_the_picture_is_written_into_a_new_folder(report: Report, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="needs the extra: pip install 'simwright[policy]'")
    plot(report, tmp_path / "new" / "transfer.png")
    assert (tmp_path / "new" / "transfer.png").read_bytes().startswith(b"\x89PNG")
