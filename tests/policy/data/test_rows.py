from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from policy.data import rows
from policy.data.rows import RowReader


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collect the row groups that are decoded."""
    found: list[int] = []
    read = pq.ParquetFile.read_row_group

    def counted(file: pq.ParquetFile, group: int, *arguments: object, **options: object) -> pa.Table:
        found.append(group)
        return read(file, group, *arguments, **options)

    monkeypatch.setattr(pq.ParquetFile, "read_row_group", counted)
    return found


def table(path: Path, *, group: int, count: int = 1000) -> Path:
    pq.write_table(pa.table({"row": range(count), "other": [0.0] * count}), path, row_group_size=group)
    return path


@pytest.mark.parametrize("group", [1, 7, 10, 64, 1000])
def test_rows_come_from_where_they_lie(tmp_path: Path, group: int) -> None:
    path, reader = table(tmp_path / "a.parquet", group=group), RowReader()
    for first, count in [(0, 1), (990, 10), (63, 2), (500, 200), (10, 10)]:
        assert reader.read(path, first, count, ["row"])["row"].to_pylist() == list(range(first, first + count))


def test_past_the_end_there_are_fewer_rows(tmp_path: Path) -> None:
    path, reader = table(tmp_path / "a.parquet", group=64), RowReader()
    assert reader.read(path, 995, 10, ["row"])["row"].to_pylist() == [995, 996, 997, 998, 999]
    assert reader.read(path, 2000, 10, ["row"])["row"].to_pylist() == []


def test_only_the_row_groups_that_hold_the_rows_are_read(tmp_path: Path, reads: list[int]) -> None:
    RowReader().read(table(tmp_path / "a.parquet", group=10), 25, 10, ["row"])
    assert reads == [2, 3]


def test_a_coarse_row_group_is_decoded_once(tmp_path: Path, reads: list[int]) -> None:
    path, reader = table(tmp_path / "a.parquet", group=500), RowReader()
    for first in (0, 400, 100, 490, 300):
        reader.read(path, first, 20, ["row"])
    assert reads == [0, 1]


def test_what_is_kept_is_bounded(tmp_path: Path, reads: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "KEPT_BYTES", 2 * 8 * 100 + 50)
    path, reader = table(tmp_path / "a.parquet", group=100), RowReader()
    for first in (0, 100, 200, 110, 10):
        reader.read(path, first, 10, ["row"])
    assert reads == [0, 1, 2, 0], "the last two row groups are kept, the first one had to go"


def test_few_files_stay_open(tmp_path: Path) -> None:
    reader = RowReader()
    paths = [table(tmp_path / f"{k}.parquet", group=10, count=20) for k in range(3 * rows.OPEN_FILES)]
    for path in (*paths, *paths[::-1]):
        assert reader.read(path, 3, 4, ["row"])["row"].to_pylist() == [3, 4, 5, 6]
    held = [link for link in Path("/proc/self/fd").iterdir() if link.is_symlink() and link.resolve() in paths]
    assert len(held) <= rows.OPEN_FILES
