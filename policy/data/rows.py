"""Reads rows of Parquet files in any order, with memory that depends neither on their number nor on their size."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from policy.data.parquet import open_parquet, reading, require_columns

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

OPEN_FILES = 4
COARSE = 4
"""A row group that is this many times what is wanted of it is kept."""
KEPT_BYTES = 128 * 1024 * 1024


class RowReader:
    """Keeps the last few files open and, where row groups hold many episodes, the last of those that were read.

    Simwright and LeRobot's recorder write an episode to a row group, LeRobot's tools that merge or edit datasets a
    file to one: all of it has to be read for any row of it.
    """

    def __init__(self) -> None:
        self._files: OrderedDict[Path, _File] = OrderedDict()
        self._groups: OrderedDict[tuple[Path, int, tuple[str, ...]], pa.Table] = OrderedDict()

    def read(self, path: Path, first: int, count: int, columns: Sequence[str]) -> pa.Table:
        """Return rows [first, first + count) of a file, fewer where it ends.

        Raises DatasetUnfitError where the file is missing or damaged or lacks a column.
        """
        import pyarrow as pa

        file = self._file(path)
        require_columns(path, file.parquet, columns)
        groups = file.groups(first, count)
        if not groups:
            return file.parquet.schema_arrow.empty_table().select(list(columns))
        table = pa.concat_tables([self._group(file, group, count, tuple(columns)) for group in groups])
        return table.slice(first - int(file.starts[groups[0]]), count)

    def _file(self, path: Path) -> _File:
        if path not in self._files:
            self._files[path] = _File(path)
            if len(self._files) > OPEN_FILES:
                self._files.popitem(last=False)[1].parquet.close()
        self._files.move_to_end(path)
        return self._files[path]

    def _group(self, file: _File, group: int, count: int, columns: tuple[str, ...]) -> pa.Table:
        key = (file.path, group, columns)
        if key in self._groups:
            self._groups.move_to_end(key)
            return self._groups[key]
        with reading(file.path):
            table = file.parquet.read_row_group(group, list(columns), use_threads=False)
        if len(table) >= COARSE * count:
            self._groups[key] = table
            while len(self._groups) > 1 and sum(kept.nbytes for kept in self._groups.values()) > KEPT_BYTES:
                self._groups.popitem(last=False)
        return table


class _File:
    """An open file, and the row at which each of its row groups begins."""

    def __init__(self, path: Path) -> None:
        self.path, self.parquet = path, open_parquet(path)
        metadata: pq.FileMetaData = self.parquet.metadata
        self.starts = np.cumsum([0, *(metadata.row_group(group).num_rows for group in range(metadata.num_row_groups))])

    def groups(self, first: int, count: int) -> range:
        """Return which row groups hold rows [first, first + count)."""
        begin = int(np.searchsorted(self.starts, first, side="right")) - 1
        end = int(np.searchsorted(self.starts, first + count, side="left"))
        return range(begin, min(end, len(self.starts) - 1))
