"""Reads Parquet files, and says which one is damaged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from policy.errors import DatasetUnfitError

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn what goes wrong while a file is opened or read into a DatasetUnfitError that names it."""
    import pyarrow as pa

    try:
        yield
    except (pa.ArrowException, OSError) as error:
        reason = str(error).rstrip(".")
        raise DatasetUnfitError(f"{path} is missing, cut off or damaged: {reason}; record the dataset again") from error


def open_parquet(path: Path) -> pq.ParquetFile:
    """Open a file to be read in pieces; raises DatasetUnfitError where it is missing or no Parquet."""
    import pyarrow.parquet as pq

    with reading(path):
        return pq.ParquetFile(path, pre_buffer=False, page_checksum_verification=True)


def require_columns(path: Path, file: pq.ParquetFile, columns: Sequence[str]) -> None:
    """Raise DatasetUnfitError where a file lacks columns."""
    missing = [name for name in columns if name not in file.schema_arrow.names]
    if missing:
        raise DatasetUnfitError(f"{path} has no column {', '.join(missing)}; record the dataset again")


def numbers(column: pa.ChunkedArray, size: int) -> NDArray:
    """Return a column of numbers, or of lists of `size` numbers of either kind, as (n, size).

    Raises ValueError where a row has none, or another number of them.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    array = column.combine_chunks()
    if array.null_count:
        raise ValueError(f"row {pc.index(array.is_null(), True).as_py()} is empty")
    if pa.types.is_list(array.type) or pa.types.is_large_list(array.type) or pa.types.is_fixed_size_list(array.type):
        lengths = array.value_lengths().to_numpy()
        if (lengths != size).any():
            row = int(np.argmax(lengths != size))
            raise ValueError(f"row {row} has {lengths[row]} numbers; the feature has {size}")
        array = array.flatten()
    elif size != 1:
        raise ValueError(f"its rows are {array.type}; the feature has {size} numbers")
    if not (pa.types.is_floating(array.type) or pa.types.is_integer(array.type)):
        raise ValueError(f"it holds {array.type}, no numbers")
    if array.null_count:
        raise ValueError(f"row {pc.index(array.is_null(), True).as_py() // size} has a number missing")
    return array.to_numpy(zero_copy_only=False).reshape(-1, size)
