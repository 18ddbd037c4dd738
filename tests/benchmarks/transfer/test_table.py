"""The tables say what was counted, and what the counts do not mean."""

from __future__ import annotations

from rich.console import Console

from benchmarks.transfer.results import Report, Tally
from benchmarks.transfer.table import (
    MAIN_COLUMNS,
    TOO_SMALL,
    figure,
    main_rows,
    tables,
    task_columns,
    task_rows,
)


def printed(report: Report, *, quick: bool = False) -> str:
    console = Console(width=200, record=True, quiet=False, file=None, force_terminal=False)
    with console.capture() as captured:
        console.print(tables(report, quick=quick))
    return " ".join(captured.get().split())


def test_a_figure_has_rate_interval_and_counts() -> None:
    assert figure(Tally(task="a", program="", successes=9, trials=45)) == "20 % (11-34) 9/45"
    assert figure(Tally(task="a", program="", successes=0, trials=0)) == "-"


def test_each_policy_has_a_row_of_both_scores_beside_both_baselines(report: Report) -> None:
    rows = main_rows(report.cells)
    assert [row[:2] for row in rows] == [
        ("1 verified", "100 % of 12"),
        ("2 verified", "100 % of 12"),
        ("1 unverified", "50 % of 12"),
        ("2 unverified", "50 % of 12"),
    ]
    assert all(len(row) == len(MAIN_COLUMNS) for row in rows)
    assert rows[1][2:5] == (figure(Tally(task="", program="", successes=5, trials=20)), "0 %", "100 %")
    assert rows[0][-1] == "8.0° (15.0°)"
    assert [row[-2] for row in rows] == ["-", "50 % (24-76) 5/10", "-", "20 % (6-51) 2/10"]


def test_repeats_share_a_row(report: Report) -> None:
    again = [cell.model_copy(update={"repeat": 1}) for cell in report.cells]
    rows = main_rows([*report.cells, *again])
    assert len(rows) == 4
    assert rows[0][1] == "100 % of 24"
    assert rows[0][2].endswith("8/40")


def test_each_held_out_task_has_a_row_of_all_policies(report: Report) -> None:
    assert task_columns(report.cells) == ("held-out task", "no-op", "solver", "V1", "V2", "U1", "U2")
    assert task_rows(report.cells) == [
        ("held", "0/10", "10/10", "4/10", "5/10", "1/10", "2/10"),
        ("other", "0/10", "10/10", "0/10", "0/10", "0/10", "0/10"),
    ]


def test_a_quick_run_says_that_it_means_nothing(report: Report) -> None:
    assert TOO_SMALL in printed(report, quick=True)
    assert TOO_SMALL not in printed(report)


def test_what_verification_refused_is_said(report: Report) -> None:
    assert "verification refused 1 of 3 first drafts" in printed(report)
    alone = report.model_copy(update={"drafts": {}, "refused_drafts": {}})
    assert "no unverified arm" in printed(alone)
