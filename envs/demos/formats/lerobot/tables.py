"""Parquet files as LeRobot lays them out: numbered, bounded in size, one row group an episode."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

CHUNK_SIZE = 1000
"""Files in a folder."""
DATA_MEGABYTES = 100
VIDEO_MEGABYTES = 200
EPISODES_PATH = "meta/episodes/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet"
DATA_PATH = "data/chunk-{chunk_index:03d}/file-{file_index:03d}.parquet"
VIDEO_PATH = "videos/{video_key}/chunk-{chunk_index:03d}/file-{file_index:03d}.mp4"
MEGABYTE = 1024 * 1024


class Numbering:
    """Which file is next: `chunk_index`, `file_index`, and the path that a template makes of them."""

    def __init__(self, root: Path, template: str) -> None:
        self._root, self._template, self._number = root, template, 0

    @property
    def chunk_index(self) -> int:
        """The folder's number."""
        return self._number // CHUNK_SIZE

    @property
    def file_index(self) -> int:
        """The file's number within its folder."""
        return self._number % CHUNK_SIZE

    @property
    def path(self) -> Path:
        """The present file; its folder exists."""
        name = self._template.format(chunk_index=self.chunk_index, file_index=self.file_index)
        path = self._root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def advance(self) -> None:
        """Go on to the next file."""
        self._number += 1


class RollingParquet:
    """Writes one row group after another and begins a new file when the present one has reached its size."""

    def __init__(self, root: Path, template: str, *, megabytes: float = DATA_MEGABYTES) -> None:
        self.numbering = Numbering(root, template)
        self._limit = megabytes * MEGABYTE
        self._writer: pq.ParquetWriter | None = None

    def locate(self) -> tuple[int, int]:
        """Return the chunk and file index that the next row group goes to."""
        if self._writer is not None and self.numbering.path.stat().st_size >= self._limit:
            self.close()
            self.numbering.advance()
        return self.numbering.chunk_index, self.numbering.file_index

    def write(self, table: pa.Table) -> None:
        """Append a row group where `locate` said."""
        import pyarrow.parquet as pq

        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self.numbering.path, table.schema, compression="snappy", write_page_checksum=True
            )
        self._writer.write_table(table, row_group_size=max(len(table), 1))

    def close(self) -> None:
        """Write the footer of the present file."""
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.close()


def write_indexed(path: Path, index_name: str, index: list[str], column: str) -> None:
    """Write a table of strings numbered from 0 that pandas reads with the strings as its index, as LeRobot expects."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({column: pa.array(range(len(index)), pa.int64()), index_name: pa.array(index, pa.string())})
    layout = {
        "index_columns": [index_name],
        "column_indexes": [
            {
                "name": None,
                "field_name": None,
                "pandas_type": "unicode",
                "numpy_type": "object",
                "metadata": {"encoding": "UTF-8"},
            }
        ],
        "columns": [
            {"name": column, "field_name": column, "pandas_type": "int64", "numpy_type": "int64", "metadata": None},
            {
                "name": index_name,
                "field_name": index_name,
                "pandas_type": "unicode",
                "numpy_type": "object",
                "metadata": None,
            },
        ],
        "creator": {"library": "pyarrow", "version": pa.__version__},
        "pandas_version": "2.2.0",
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table.replace_schema_metadata({"pandas": json.dumps(layout)}), path)
