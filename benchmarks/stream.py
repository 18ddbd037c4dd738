"""What a training batch costs by the size of the dataset: `python -m benchmarks.stream [--quick] [--json FILE]`.

Datasets of random numbers, 150 frames an episode, are written as Simwright and LeRobot's recorder lay them out, an
episode to a row group, and as LeRobot's tools leave them after a merge, a file to a row group. Of each, a process of
its own draws batches of 256 at one step after another. The first batch fills the pool of 512 episodes; the later ones
should cost the same, in time and memory, whatever the size. Time is that of the core, so that other work on the machine
does not matter.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import tempfile
from pathlib import Path
from time import process_time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from envs.demos.formats.lerobot.features import ACTION, KEYPOINTS, STATE, frame_features
from envs.demos.formats.lerobot.tables import DATA_PATH, EPISODES_PATH
from policy.data.source import FrameSource
from policy.data.stream import Stream

FRAMES = 150
FILE_EPISODES = 1000
BATCH = 256
SENTENCE = "Move at random."


def write_dataset(root: Path, episodes: int, *, coarse: bool) -> None:
    """Write a dataset of random numbers, and of it only what a policy needs."""
    features = {name: frame_features((), language_columns=False)[name] for name in (STATE, KEYPOINTS, ACTION)}
    rng = np.random.default_rng(0)
    rows = []
    for begin in range(0, episodes, FILE_EPISODES):
        held = range(begin, min(begin + FILE_EPISODES, episodes))
        columns: dict[str, pa.Array] = {}
        for name, feature in features.items():
            size = feature["shape"][0]
            flat = rng.random(len(held) * FRAMES * size, np.float32)
            columns[name] = pa.FixedSizeListArray.from_arrays(pa.array(flat), size)
        columns["episode_index"] = pa.array(np.repeat(np.asarray(held), FRAMES))
        file = begin // FILE_EPISODES
        path = root / DATA_PATH.format(chunk_index=0, file_index=file)
        path.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.table(columns), path, row_group_size=len(held) * FRAMES if coarse else FRAMES)
        rows += [
            {
                "episode_index": k,
                "tasks": [SENTENCE],
                "length": FRAMES,
                "dataset_from_index": k * FRAMES,
                "dataset_to_index": (k + 1) * FRAMES,
                "data/chunk_index": 0,
                "data/file_index": file,
            }
            for k in held
        ]
    path = root / EPISODES_PATH.format(chunk_index=0, file_index=0)
    path.parent.mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(rows), path)
    info = {
        "codebase_version": "v3.0",
        "fps": 20,
        "features": features,
        "total_episodes": episodes,
        "total_frames": episodes * FRAMES,
        "data_path": DATA_PATH,
    }
    (root / "meta/info.json").write_text(json.dumps(info), encoding="utf-8")


def measure(root: Path, steps: int) -> dict[str, float]:
    """Return seconds to open and to fill the pool, milliseconds a step, and by how many MB this process grew."""
    before = _peak()
    begin = process_time()
    source = FrameSource.open(root)
    opened = process_time() - begin
    stream = Stream(
        [source],
        [(0, k) for k in range(len(source.episodes))],
        (STATE, KEYPOINTS),
        observation_steps=2,
        chunk=16,
        batch_size=BATCH,
        seed=0,
        sentences={SENTENCE: np.zeros(384, np.float32)},
    )
    begin = process_time()
    stream.batch(0)
    filled = process_time() - begin
    times = []
    for step in range(1, steps + 1):
        begin = process_time()
        stream.batch(step)
        times.append(1e3 * (process_time() - begin))
    return {
        "open_s": opened,
        "fill_s": filled,
        "step_ms": float(np.median(times)),
        "mean_ms": float(np.mean(times)),
        "memory_mb": _peak() - before,
    }


def run(*, quick: bool = False) -> list[dict[str, float | str]]:
    """Return the figures of each row of the table."""
    sizes, steps = ((200, 1000), 300) if quick else ((200, 2_000, 20_000), 1000)
    results: list[dict[str, float | str]] = []
    for coarse in (False, True):
        for episodes in sizes:
            with (
                tempfile.TemporaryDirectory() as folder,
                multiprocessing.get_context("spawn").Pool(1) as process,
            ):
                write_dataset(Path(folder), episodes, coarse=coarse)
                row = process.apply(measure, (Path(folder), steps))
            results.append({"row_group": "file" if coarse else "episode", "episodes": episodes} | row)
    return results


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="smaller datasets, fewer steps")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to a file")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    from rich.console import Console
    from rich.table import Table

    results = run(quick=arguments.quick)
    headings = ("row group", "episodes", "open, s", "fill, s", "step, ms (median)", "step, ms (mean)", "memory, MB")
    table = Table(*headings, title=f"batches of {BATCH} on one core")
    for row in results:
        figures = (f"{row[key]:.2f}" for key in ("open_s", "fill_s", "step_ms", "mean_ms"))
        table.add_row(str(row["row_group"]), str(row["episodes"]), *figures, f"{row['memory_mb']:.0f}")
    Console().print(table)
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
