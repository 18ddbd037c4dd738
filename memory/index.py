"""The search index beside the files: LanceDB with vectors and full text. The files are the truth; this is rebuilt."""

# LanceDB and pyarrow publish no complete types.
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

import numpy as np

from envs.task.spec import TaskSpec
from memory.embedders.base import Embedder, Vectors
from memory.structure import Structure

if TYPE_CHECKING:
    from lancedb.query import LanceVectorQueryBuilder
    from lancedb.table import Table

LAYOUT = 1
TABLE = "tasks"
MARK = "layout.json"
COMPACT_EVERY = 64
"""Versions of the table after which its fragments are joined and old versions dropped."""
RANK_OFFSET = 60
"""The constant of reciprocal rank fusion (Cormack et al. 2009)."""

BROKEN = (OSError, RuntimeError, ValueError)
"""What LanceDB raises when its files are missing, cut short or of another layout."""


@dataclass(frozen=True)
class Entry:
    """A task as the index knows it; `vector` is its sentence's, length 1."""

    name: str
    instruction: str
    structure: Structure
    vector: Vectors


@dataclass(frozen=True)
class Hit:
    """A task found: `similarity` is the cosine of the sentences, `score` joins it with the words that match."""

    name: str
    instruction: str
    similarity: float
    score: float


class Index:
    """A LanceDB table in a folder; the caller holds the library's lock during every call."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._folder = folder
        self._embedder = embedder
        self._layout = {"layout": LAYOUT, "embedder": embedder.name, "dimension": embedder.dimension}
        kept = self._kept()
        self._table: Table = self._built() if kept is None else kept

    def sync(self, stamps: Mapping[str, str], read: Callable[[str], TaskSpec | None]) -> int:
        """Bring the table to what the files hold, and return how many rows changed.

        `stamps` maps every task folder to a text that changes with its files; `read` gives a task's spec, or None
        for a folder that cannot be read, which is left out.
        """
        known = self._stamps()
        changed = [name for name in sorted(stamps) if known.get(name) != stamps[name]]
        gone = [name for name in known if name not in stamps]
        specs = {name: spec for name in changed if (spec := read(name)) is not None}
        gone += [name for name in changed if name in known and name not in specs]
        if gone:
            self._table.delete(f"name IN ({', '.join(_quoted(name) for name in gone)})")
        if specs:
            rows = self._rows(specs, stamps)
            merge = self._table.merge_insert("name").when_matched_update_all().when_not_matched_insert_all()
            merge.execute(rows)
        if (gone or specs) and self._table.version % COMPACT_EVERY == 0:
            self._table.optimize(cleanup_older_than=timedelta(0))
        return len(specs) + len(gone)

    def entries(self) -> list[Entry]:
        """Return every task of the index, by name."""
        rows = self._read(["name", "instruction", "structure", "vector"])
        entries = [
            Entry(
                name=cast(str, row["name"]),
                instruction=cast(str, row["instruction"]),
                structure=Structure.model_validate_json(cast(str, row["structure"])),
                vector=np.asarray(row["vector"], dtype=np.float64),
            )
            for row in rows
        ]
        return sorted(entries, key=lambda entry: entry.name)

    def search(self, query: str, k: int) -> list[Hit]:
        """Return the k best tasks: ranks by vector and by full text, joined by reciprocal rank fusion."""
        from lancedb.query import MatchQuery

        size = self._table.count_rows()
        if size == 0 or k == 0:
            return []
        depth = min(size, max(4 * k, 20))
        vector = self._embedder.embed([query])[0]
        columns = ["name", "instruction", "vector"]
        near = cast("LanceVectorQueryBuilder", self._table.search(vector.astype(np.float32), query_type="vector"))
        by_vector = _dicts(near.distance_type("dot").select([*columns, "_distance"]).limit(depth).to_list())
        match = MatchQuery(query, "text")  # pyright: ignore[reportCallIssue]  (its defaults are not in its types)
        words = self._table.search(match, query_type="fts")
        by_words = _dicts(words.select([*columns, "_score"]).limit(depth).to_list())
        scores: dict[str, float] = {}
        found: dict[str, dict[str, object]] = {}
        for rows, order in ((by_vector, "_distance"), (by_words, "_score")):
            sign = 1 if order == "_distance" else -1
            ranked = sorted(rows, key=lambda row: (sign * cast(float, row[order]), cast(str, row["name"])))
            for rank, row in enumerate(ranked, start=1):
                name = cast(str, row["name"])
                found[name] = row
                scores[name] = scores.get(name, 0.0) + 1.0 / (RANK_OFFSET + rank)
        best = sorted(scores, key=lambda name: (-scores[name], name))[:k]
        return [
            Hit(
                name=name,
                instruction=cast(str, found[name]["instruction"]),
                similarity=float(vector @ np.asarray(found[name]["vector"], dtype=np.float64)),
                score=scores[name],
            )
            for name in best
        ]

    def _kept(self) -> Table | None:
        """Return the table on disk, or None if it is missing, half built, or of another layout or embedder."""
        import lancedb

        try:
            if json.loads((self._folder / MARK).read_text("utf-8")) != self._layout:
                return None
            return lancedb.connect(self._folder).open_table(TABLE)
        except BROKEN:
            return None

    def _built(self) -> Table:
        import lancedb
        import pyarrow as pa
        from lancedb.index import FTS

        if self._folder.exists():
            shutil.rmtree(self._folder)
        self._folder.mkdir(parents=True)
        texts = [pa.field(name, pa.string()) for name in ("name", "stamp", "instruction", "text", "structure")]
        vector = pa.field("vector", pa.list_(pa.float32(), self._embedder.dimension))
        table = lancedb.connect(self._folder).create_table(TABLE, schema=pa.schema([*texts, vector]))
        table.create_index("text", config=FTS())
        (self._folder / MARK).write_text(json.dumps(self._layout) + "\n", "utf-8")
        return table

    def _rows(self, specs: Mapping[str, TaskSpec], stamps: Mapping[str, str]) -> list[dict[str, object]]:
        vectors = self._embedder.embed([spec.instruction for spec in specs.values()]).astype(np.float32)
        return [
            {
                "name": name,
                "stamp": stamps[name],
                "instruction": spec.instruction,
                "text": _text(spec),
                "structure": Structure.of(spec).model_dump_json(),
                "vector": vector,
            }
            for (name, spec), vector in zip(specs.items(), vectors, strict=True)
        ]

    def _stamps(self) -> dict[str, str]:
        return {cast(str, row["name"]): cast(str, row["stamp"]) for row in self._read(["name", "stamp"])}

    def _read(self, columns: list[str]) -> list[dict[str, object]]:
        size = self._table.count_rows()
        if size == 0:
            return []
        return _dicts(self._table.search().select(columns).limit(size).to_list())


def _dicts(rows: object) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", rows)


def _text(spec: TaskSpec) -> str:
    """Return the words by which a task is found."""
    assets = [item.asset.split("/")[0] for item in spec.scene.objects]
    names = " ".join([spec.name, *assets]).replace("_", " ")
    return " ".join([spec.instruction, *spec.paraphrases, names, *(stage.name for stage in spec.stages)])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
