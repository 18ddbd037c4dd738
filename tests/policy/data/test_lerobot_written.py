"""What the real `lerobot` writes can be learned from. It lives in an environment of its own, as for the exports' tests.

python -m venv .venv-lerobot && .venv-lerobot/bin/pip install lerobot==0.4.4; or name its Python in
SIMWRIGHT_LEROBOT_PYTHON.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import numpy as np
import pytest

from policy.data.inputs import choose_inputs
from policy.data.source import FrameSource
from policy.data.split import split
from policy.data.statistics import Statistics, pooled
from policy.data.stream import Stream

ROOT = Path(__file__).parents[3]
WRITER = Path(__file__).with_name("write_with_lerobot.py")
STATE, ENVIRONMENT, FORCE = "observation.state", "observation.environment_state", "observation.force"
KINDS = {
    "plain": (range(6), (STATE,)),
    "environment": (range(4), (STATE, ENVIRONMENT)),
    "force": (range(6), (STATE, FORCE)),
    "merged": (range(9), (STATE,)),
    "deleted": ((1, 3, 4, 5), (STATE,)),
}
"""Of each dataset, which of the recorder's episodes it has, and which inputs are asked of it."""


@pytest.fixture(scope="module")
def lerobot_python() -> str:
    python = os.environ.get("SIMWRIGHT_LEROBOT_PYTHON", str(ROOT / ".venv-lerobot/bin/python"))
    if not Path(python).exists():
        pytest.skip(f"no {python}: python -m venv .venv-lerobot && .venv-lerobot/bin/pip install lerobot==0.4.4")
    probe = subprocess.run([python, "-c", "import lerobot, torchvision"], capture_output=True, text=True)
    if probe.returncode != 0:
        pytest.skip(f"{python} cannot import lerobot: {probe.stderr.strip().splitlines()[-1]}")
    return python


@pytest.fixture(scope="module")
def written(lerobot_python: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lerobot")
    offline = os.environ | {"HF_HUB_OFFLINE": "1", "HF_DATASETS_CACHE": str(folder / "cache")}
    result = subprocess.run([lerobot_python, str(WRITER), str(folder)], capture_output=True, text=True, env=offline)
    assert result.returncode == 0, result.stderr
    return folder


def recorded(episode: int, size: int) -> np.ndarray:
    frames = np.arange(5 + episode % 10)
    return (100 * episode + frames[:, None] + np.arange(size) / 8).astype(np.float32)


@pytest.mark.lerobot
@pytest.mark.parametrize("kind", KINDS)
def test_every_frame_is_what_lerobot_recorded(written: Path, kind: str) -> None:
    source = FrameSource.open(written / kind)
    episodes, inputs = KINDS[kind]
    assert len(source.episodes) == len(episodes)
    for found, episode in zip(source.episodes, episodes, strict=True):
        frames = source.read(found.index, [*inputs, "action"])
        for name, values in frames.items():
            assert values.dtype == np.float32
            assert (values == recorded(episode, source.features[name].size)).all()
        assert (found.sentence, found.seed, found.task) == (("Push it.", "Pull it.")[episode % 2], None, None)
    assert (source.fps, source.programs) == (10.0, {})
    assert source.features["action"].names == ("left", "right")


@pytest.mark.lerobot
def test_state_and_environment_are_chosen_by_default(written: Path) -> None:
    assert choose_inputs([FrameSource.open(written / "environment")]) == (STATE, ENVIRONMENT)
    assert choose_inputs([FrameSource.open(written / "plain")]) == (STATE,)
    assert choose_inputs([FrameSource.open(written / name) for name in ("plain", "environment")]) == (STATE,)


@pytest.mark.lerobot
@pytest.mark.parametrize("kind", KINDS)
def test_lerobots_statistics_are_those_of_its_frames(written: Path, kind: str) -> None:
    source = FrameSource.open(written / kind)
    frames = np.concatenate([source.read(episode.index, [STATE])[STATE] for episode in source.episodes])
    found, wanted = pooled([source], [STATE])[STATE], Statistics.of(frames)
    assert found.count == wanted.count
    for name in ("mean", "std", "minimum", "maximum"):
        np.testing.assert_allclose(getattr(found, name), getattr(wanted, name), rtol=1e-4)


@pytest.mark.lerobot
def test_batches_come_from_what_lerobot_wrote(written: Path) -> None:
    sources = [FrameSource.open(written / "plain"), FrameSource.open(written / "more")]
    parts = split(sources, 0.2)
    assert {sources[d].episodes[k].sentence for d, k in parts.validation} == {"Push it.", "Pull it."}
    sentences = {"Push it.": np.zeros(2), "Pull it.": np.ones(2)}
    batches = Stream(
        sources, parts.train, (STATE,), observation_steps=2, chunk=4, batch_size=32, seed=0, sentences=sentences
    )
    batch = batches.batch(0)
    assert (batch.state.shape, batch.actions.shape) == ((32, 2, 4), (32, 4, 2))
    assert (batch.state[:, -1, 0] == batch.actions[:, 0, 0]).all()
