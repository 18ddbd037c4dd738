"""A training that is killed goes on as if it had not been."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from safetensors.torch import load_file  # noqa: E402

from policy.errors import CheckpointError  # noqa: E402
from policy.train.layout import BEST, LAST, LOSSES, RESULTS, STATE  # noqa: E402
from policy.train.request import TrainingRequest  # noqa: E402
from policy.train.validation import Validator  # noqa: E402
from policy.train.watch import Watch  # noqa: E402

Run = Callable[..., Any]
ROOT = Path(__file__).resolve().parents[3]

# Trains in a process of its own, which kills itself after a step as the operating system would kill it.
KILLED = """
import os, signal, sys
from pathlib import Path
import torch
from envs.assets.catalog import Catalog
from envs.verification.workers import Workers
from policy.train.loop import train
from policy.train.request import TrainingRequest
from policy.train.validation import Validator  # noqa: E402
from policy.train.watch import Watch
from tests.policy.train.conftest import toy_embed

class Kill(Watch):
    def on_step(self, step):
        if step == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)

torch.set_num_threads(1)
request = TrainingRequest.model_validate_json(sys.argv[1])
sources = request.open_sources()
train(request, sources, Path(sys.argv[2]), embed=toy_embed, workers=Workers(Catalog()), watch=Kill())
"""


def train_until_killed(request: TrainingRequest, folder: Path, step: int) -> None:
    """Train in another process that SIGKILL ends right after a step."""
    command = [sys.executable, "-c", KILLED, request.model_dump_json(), str(folder), str(step)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr[-2000:]


class Steps(Watch):
    """Remembers the steps that were taken."""

    def __init__(self) -> None:
        self.taken: list[int] = []

    def on_step(self, step: int) -> None:
        self.taken.append(step)


@pytest.mark.parametrize(("head", "killed", "resumed"), [("flow", 37, 31), ("mlp", 7, 1)])
def test_a_training_killed_half_way_and_resumed_gives_the_same_weights_bit_for_bit(
    head: str, killed: int, resumed: int, small_request: Run, run_training: Run, tmp_path: Path
) -> None:
    request = small_request(head)
    run_training(request, tmp_path / "whole")
    train_until_killed(request, tmp_path / "killed", killed)
    steps = Steps()
    run_training(request, tmp_path / "killed", watch=steps)
    assert steps.taken == list(range(resumed, 61))
    for name in (f"{BEST}/model.safetensors", f"{LAST}/model.safetensors", STATE):
        whole, other = load_file(tmp_path / "whole" / name), load_file(tmp_path / "killed" / name)
        assert whole.keys() == other.keys()
        assert all(torch.equal(whole[key], other[key]) for key in whole), name
    for name in (LOSSES, RESULTS, f"{BEST}/policy.json"):
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "killed" / name).read_bytes(), name


def test_a_resumed_training_keeps_the_optimisers_moments(small_request: Run, run_training: Run, tmp_path: Path) -> None:
    """Without them the weights would differ, but so would they without anything else of the state: look at them."""
    state = run_training(small_request(), tmp_path / "run")
    saved = load_file(tmp_path / "run" / STATE)
    moments = [name for name in saved if name.startswith("optimiser/")]
    assert len(moments) == 3 * sum(1 for _ in state.policy.parameters())
    assert any(saved[name].abs().max() > 0 for name in moments if name.endswith("exp_avg"))


def test_a_finished_training_is_left_as_it_is(small_request: Run, run_training: Run, tmp_path: Path) -> None:
    request = small_request(steps=10)
    run_training(request, tmp_path / "run")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "run").rglob("*") if path.is_file()}
    steps = Steps()
    state = run_training(request, tmp_path / "run", watch=steps)
    assert (steps.taken, state.step, state.best.step) == ([], 10, 10)
    assert before == {path: path.stat().st_mtime_ns for path in (tmp_path / "run").rglob("*") if path.is_file()}


def test_a_training_stopped_while_it_validates_does_not_train_those_steps_again(
    small_request: Run, run_training: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    request, steps = small_request(), Steps()
    with monkeypatch.context() as patch:
        patch.setattr(Validator, "validate", stopped)
        with pytest.raises(KeyboardInterrupt):
            run_training(request, tmp_path / "run")
    state = run_training(request, tmp_path / "run", watch=steps)
    assert steps.taken[0] == 26
    assert [result.step for result in state.validations] == [25, 50, 60]


def test_ctrl_c_leaves_a_folder_to_go_on_with(small_request: Run, run_training: Run, tmp_path: Path) -> None:
    class Stop(Watch):
        def on_step(self, step: int) -> None:
            if step == 23:
                raise KeyboardInterrupt

    request, steps = small_request(), Steps()
    with pytest.raises(KeyboardInterrupt):
        run_training(request, tmp_path / "run", watch=Stop())
    run_training(request, tmp_path / "run", watch=steps)
    assert steps.taken == list(range(21, 61))


@pytest.mark.parametrize("damage", ["cut", "version", "other"])
def test_a_damaged_state_is_a_sentence(damage: str, small_request: Run, run_training: Run, tmp_path: Path) -> None:
    from safetensors.torch import save_file

    request = small_request(steps=20)
    run_training(request, tmp_path / "run")
    path = tmp_path / "run" / STATE
    tensors = load_file(path)
    if damage == "cut":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif damage == "version":
        save_file(tensors, path, {"schema_version": "0", "step": "3", "validations": "[]"})
    else:
        tensors.pop(next(name for name in tensors if name.startswith("weights/encoder")))
        save_file(tensors, path, {"schema_version": "1", "step": "3", "validations": "[]"})
    with pytest.raises(CheckpointError, match=r"train again into another folder|delete it and run the command again"):
        run_training(request, tmp_path / "run")
