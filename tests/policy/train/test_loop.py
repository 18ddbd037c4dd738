from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from envs.demos.formats.lerobot import write  # noqa: E402
from policy.checkpoint import describe, load  # noqa: E402
from policy.data.source import FrameSource  # noqa: E402
from policy.errors import DatasetUnfitError  # noqa: E402
from policy.train.curves import read_losses  # noqa: E402
from policy.train.errors import DivergedError  # noqa: E402
from policy.train.layout import BEST, LOSSES, PICTURE, RESULTS, STATE, TASKS  # noqa: E402
from policy.train.loop import learn  # noqa: E402
from policy.train.prepare import prepare  # noqa: E402
from policy.train.watch import Watch  # noqa: E402
from tests.envs.demos.conftest import random_episode  # noqa: E402
from tests.policy.train.conftest import toy_embed  # noqa: E402

Run = Callable[..., Any]


def prepared(request: Any) -> Any:
    return prepare(request, request.open_sources(), toy_embed, torch.device("cpu"))


def test_training_leaves_checkpoint_results_and_curves(small_request: Run, run_training: Run, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    state = run_training(small_request(), folder)
    results = json.loads((folder / RESULTS).read_text())
    assert [item["step"] for item in results["validations"]] == [25, 50, 60]
    assert results["best_step"] == state.best.step
    assert "hold no programs" in results["chosen"]
    assert [row["step"] for row in read_losses(folder / LOSSES)][:4] == [4, 8, 10, 12]
    assert (folder / PICTURE).read_bytes().startswith(b"\x89PNG")
    assert list((folder / "tensorboard").glob("events.*"))
    assert (folder / TASKS / "lift.py").read_text() == "def build(task, rng):\n    pass  # lift\n"
    weights = load(folder / BEST).state_dict()
    if state.best.step == 60:
        assert all(torch.equal(value, weights[name]) for name, value in state.averaged.state_dict().items())


def test_training_descends(small_request: Run, run_training: Run, tmp_path: Path) -> None:
    """Random frames hold nothing to generalise, so it is the training loss that must fall."""
    run_training(small_request(steps=150, learning_rate=3e-3, log_every=30), tmp_path / "run")
    losses = [row["loss"] for row in read_losses(tmp_path / "run" / LOSSES)]
    assert losses[-1] < 0.8 * losses[0]


def test_one_seed_gives_one_policy_and_another_seed_another(
    small_request: Run, run_training: Run, tmp_path: Path
) -> None:
    runs = [
        run_training(small_request("flow", steps=5, seed=seed), tmp_path / str(k)) for k, seed in enumerate((1, 1, 2))
    ]
    first, same, other = (torch.cat([item.flatten() for item in run.policy.parameters()]) for run in runs)
    assert torch.equal(first, same)
    assert not torch.equal(first, other)


def test_the_best_checkpoint_remembers_the_seeds_that_scoring_must_leave_alone(
    small_request: Run, run_training: Run, tmp_path: Path
) -> None:
    run_training(small_request(steps=2), tmp_path / "run")
    assert describe(tmp_path / "run" / BEST).extra["seen_seeds"] == {"lift": list(range(10))}


def test_the_average_is_that_of_the_weights_after_each_step(small_request: Run) -> None:
    request = small_request(average=0.9)
    ready, config = prepared(request), request.train
    naive = [item.detach().clone() for item in ready.state.policy.parameters()]
    for step in range(4):
        learn(ready.state, ready.batches.batch(step), config)
        ready.state.step += 1
        decay = min(0.9, (1 + step) / (10 + step))
        naive = [
            decay * old + (1 - decay) * new.detach()
            for old, new in zip(naive, ready.state.policy.parameters(), strict=True)
        ]
    for old, new in zip(naive, ready.state.averaged.parameters(), strict=True):
        torch.testing.assert_close(new, old)


def test_the_averaged_weights_have_no_gradient_and_act(small_request: Run) -> None:
    ready = prepared(small_request())
    assert not any(item.requires_grad for item in ready.state.averaged.parameters())
    assert not ready.state.averaged.training


def test_only_matrices_decay(small_request: Run) -> None:
    ready = prepared(small_request(weight_decay=0.1))
    decayed, others = ready.state.optimiser.param_groups
    assert {item.ndim for item in decayed["params"]} == {2}
    assert {item.ndim for item in others["params"]} == {1}
    assert (decayed["weight_decay"], others["weight_decay"]) == (0.1, 0.0)


def test_a_step_is_no_longer_than_the_clipped_gradient_allows(small_request: Run) -> None:
    request = small_request(gradient_clip=1e-3)
    ready = prepared(request)
    values = learn(ready.state, ready.batches.batch(0), request.train)
    clipped = torch.cat([item.grad.flatten() for item in ready.state.policy.parameters()])
    assert values["gradient"] > 1e-3
    assert clipped.norm() == pytest.approx(1e-3, rel=1e-3)


def test_a_loss_that_is_no_number_stops_training_and_is_never_saved(
    small_request: Run, run_training: Run, tmp_path: Path
) -> None:
    request = small_request(learning_rate=1e30, warmup_steps=0, gradient_clip=1e30)
    with pytest.raises(DivergedError, match=r"diverged: before step \d+.*lower learning rate"):
        run_training(request, tmp_path / "run")
    assert not (tmp_path / "run" / STATE).exists()


def test_watching_hears_of_every_step_point_and_validation(
    small_request: Run, run_training: Run, tmp_path: Path
) -> None:
    heard: list[object] = []

    class Listen(Watch):
        def on_start(self, step: int, plan: Any) -> None:
            heard.append(("start", step))

        def on_step(self, step: int) -> None:
            heard.append(step)

        def on_point(self, step: int, values: Mapping[str, float]) -> None:
            heard.append(("point", sorted(values)))

        def on_validation(self, result: Any, is_best: bool) -> None:
            heard.append(("validation", is_best))

    run_training(small_request(steps=3), tmp_path / "run", watch=Listen())
    point = ("point", ["action", "gradient", "learning_rate", "loss"])
    assert heard == [("start", 0), 1, 2, 3, point, ("validation", True)]


def test_frames_that_are_not_finite_leave_no_folder_behind(
    small_request: Run, run_training: Run, tmp_path: Path
) -> None:
    episodes = [random_episode(seed) for seed in range(3)]
    episodes[1].keypoints[4, 2] = float("nan")
    write(iter(episodes), tmp_path / "data")
    with pytest.raises(DatasetUnfitError, match="keypoints"):
        run_training(small_request(data=[tmp_path / "data"]), tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_several_datasets_train_one_policy(
    small_request: Run, run_training: Run, dataset: Path, tmp_path: Path
) -> None:
    write((random_episode(seed, task="push") for seed in range(4)), tmp_path / "push")
    run_training(small_request(data=[dataset, tmp_path / "push"], steps=2), tmp_path / "run")
    assert set(describe(tmp_path / "run" / BEST).extra["seen_seeds"]) == {"lift", "push"}


def test_the_datasets_are_not_touched(small_request: Run, run_training: Run, dataset: Path, tmp_path: Path) -> None:
    before = FrameSource.open(dataset).fingerprint
    run_training(small_request(steps=2), tmp_path / "run")
    assert FrameSource.open(dataset).fingerprint == before
