"""The real `lerobot` loads an export. It pins an older torch, so it lives in an environment of its own.

python -m venv .venv-lerobot && .venv-lerobot/bin/pip install lerobot==0.4.4; or name its Python in
SIMWRIGHT_LEROBOT_PYTHON. With 0.6 (Python 3.12) the language columns are tested too.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from envs.demos.formats.lerobot import write

ROOT = Path(__file__).parents[5]
LOADER = Path(__file__).with_name("load_with_lerobot.py")
KEY = "observation.images.front"


@pytest.fixture(scope="module")
def lerobot_python() -> str:
    python = os.environ.get("SIMWRIGHT_LEROBOT_PYTHON", str(ROOT / ".venv-lerobot/bin/python"))
    if not Path(python).exists():
        pytest.skip(f"no {python}: python -m venv .venv-lerobot && .venv-lerobot/bin/pip install lerobot==0.4.4")
    probe = subprocess.run([python, "-c", "import lerobot, torchvision"], capture_output=True, text=True)
    if probe.returncode != 0:
        pytest.skip(f"{python} cannot import lerobot: {probe.stderr.strip().splitlines()[-1]}")
    return python


def load(python: str, dataset: Path) -> dict:
    offline = os.environ | {"HF_HUB_OFFLINE": "1", "HF_DATASETS_CACHE": str(dataset.parent / "cache")}
    result = subprocess.run([python, str(LOADER), str(dataset)], capture_output=True, text=True, env=offline)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout.splitlines()[-1])


@pytest.mark.lerobot
def test_lerobot_sees_what_was_recorded(tmp_path, make_episode, lerobot_python) -> None:
    cabinet = (("cabinet", ("drawer_top_joint", "drawer_bottom_joint")),)
    episodes = [
        make_episode(0, steps=8, cameras=("front",)),
        make_episode(1, steps=6, task="open", objects=cabinet, cameras=("front",)),
    ]
    write(episodes, tmp_path / "data")
    seen = load(lerobot_python, tmp_path / "data")
    assert (seen["episodes"], seen["frames"]) == (2, 14)
    assert seen["features"]["observation.environment_state"] == [9]
    assert seen["tasks"] == ["Lift the block of lift."] * 8 + ["Lift the cabinet of open."] * 6
    if not seen["version"].startswith("0.6"):
        assert seen["subtasks"][:8] == ["reach"] * 4 + ["lift of lift"] * 4
    for name, field in {"state": "agent", "action": "actions"}.items():
        recorded = np.concatenate([getattr(episode, field) for episode in episodes])
        assert (np.array(seen[name], dtype=np.float32) == recorded).all()
    assert seen["window"] == {"action": [3, 8], KEY: [2, 3, 64, 64]}
    assert seen["second_episode"] == [8, 13]
    assert seen["stats"]["action"] == {name: [8] if name != "count" else [1] for name in seen["stats"]["action"]}
    assert seen["stats"][KEY]["q99"] == [3, 1, 1]
    brightness = np.concatenate([episode.images["front"].mean(axis=(1, 2, 3)) for episode in episodes]) / 255
    assert seen["brightness"][KEY] == pytest.approx(brightness, abs=0.01), "each frame has its own picture"


@pytest.mark.lerobot
def test_lerobot_loads_an_export_without_video(tmp_path, make_episode, lerobot_python) -> None:
    write([make_episode(seed, steps=5) for seed in range(2)], tmp_path / "data")
    seen = load(lerobot_python, tmp_path / "data")
    assert (seen["episodes"], seen["frames"], seen["brightness"]) == (2, 10, {})


@pytest.mark.lerobot
def test_language_columns_are_read_by_lerobot_from_0_6_on(tmp_path, make_episode, lerobot_python) -> None:
    probe = "import importlib.util; print(importlib.util.find_spec('lerobot.datasets.language') is not None)"
    found = subprocess.run([lerobot_python, "-c", probe], capture_output=True, text=True)
    if found.stdout.strip() != "True":
        pytest.skip(f"the lerobot of {lerobot_python} has no language columns; they came with 0.6")
    write([make_episode(seed, steps=8) for seed in range(2)], tmp_path / "data", language_columns=True)
    rows = load(lerobot_python, tmp_path / "data")["language"][7]
    assert [(row["style"], row["content"]) for row in rows] == [
        ("task_aug", "Raise the block."),
        ("subtask", "reach"),
        ("subtask", "lift of lift"),
    ]
