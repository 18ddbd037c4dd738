from __future__ import annotations

import numpy as np
import pytest

from policy.data.batch import Batch

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from policy.normaliser import FURTHEST, LEAST_STATE_SPREAD, Normaliser, action_moments  # noqa: E402
from policy.tensors import TensorBatch  # noqa: E402


def moments(rng: np.random.Generator, *shape: int) -> tuple[np.ndarray, np.ndarray]:
    return rng.normal(size=shape), rng.uniform(0.1, 2.0, size=shape)


@pytest.mark.parametrize("relative", [True, False])
@pytest.mark.parametrize("shape", [(8,), (4, 8)])
def test_commands_are_the_inverse_of_actions(relative: bool, shape, small_config, small_batch) -> None:
    rng = np.random.default_rng(0)
    normaliser = Normaliser(small_config(relative_actions=relative), *moments(rng, 11), *moments(rng, *shape))
    batch = TensorBatch.of(small_batch)
    learned = normaliser.actions(batch.actions, batch.state[:, -1])
    assert not torch.allclose(learned, batch.actions)
    torch.testing.assert_close(normaliser.commands(learned, batch.state[:, -1]), batch.actions, atol=1e-5, rtol=0)


def test_relative_actions_are_differences_of_joints_and_never_of_the_gripper(small_config, small_batch) -> None:
    batch = TensorBatch.of(small_batch)
    learned = Normaliser(small_config(relative_actions=True)).actions(batch.actions, batch.state[:, -1])
    expected = small_batch.actions.copy()
    expected[..., :7] -= small_batch.state[:, -1:, :7]
    np.testing.assert_allclose(learned.numpy(), expected, atol=1e-6)


def test_relative_actions_find_the_joints_by_name_wherever_the_state_stands(small_config) -> None:
    config = small_config()
    place, state = config.inputs[1], config.inputs[0]
    turned = state.model_copy(update={"names": tuple(reversed(state.names))})
    pairs = small_config(inputs=(place, turned), relative_actions=True).relative_pairs
    assert pairs == tuple((k, 3 + 7 - k) for k in range(7))


def test_normalised_states_have_zero_mean_and_unit_spread(small_config) -> None:
    values = np.random.default_rng(0).normal(3.0, 0.2, size=(500, 11)).astype(np.float32)
    found = Normaliser(small_config(), values.mean(axis=0), values.std(axis=0)).state(torch.from_numpy(values)).numpy()
    np.testing.assert_allclose(found.mean(axis=0), 0.0, atol=1e-3)
    np.testing.assert_allclose(found.std(axis=0), 1.0, atol=1e-3)


def test_a_constant_feature_is_harmless_even_where_it_is_not_constant_any_more(small_config) -> None:
    normaliser = Normaliser(small_config(), np.ones(11), np.zeros(11), np.ones(8), np.zeros(8))
    state = torch.ones(1, 11)
    assert not normaliser.state(state).any()
    assert normaliser.state(state + 1e-4).abs().max() < 1e-4 / LEAST_STATE_SPREAD * 1.01
    assert normaliser.state(state + 1e6).abs().max() == FURTHEST
    absolute = Normaliser(small_config(relative_actions=False), 0.0, 1.0, np.ones(8), np.zeros(8))
    actions = torch.ones(1, 4, 8)
    assert not absolute.actions(actions, state).any()
    assert torch.equal(absolute.commands(absolute.actions(actions, state), state), actions)


@pytest.mark.parametrize("relative", [True, False])
def test_action_moments_are_those_of_all_real_actions_at_once(relative: bool, small_config) -> None:
    config, rng = small_config(relative_actions=relative), np.random.default_rng(5)
    batches = []
    for _ in range(3):
        state = rng.normal(2.0, 1.0, (40, 2, 11)).astype(np.float32)
        actions = (100.0 + rng.normal(0.0, 0.01, (40, 4, 8)) * np.arange(1, 5)[:, None]).astype(np.float32)
        batches.append(Batch(state, np.zeros((40, 5), np.float32), actions, rng.random((40, 4)) < 0.3))
    mean, std = action_moments(config, batches)
    values = np.concatenate([b.actions for b in batches]).astype(np.float64)
    if relative:
        values[..., :7] -= np.concatenate([b.state for b in batches])[:, -1:, :7]
    is_pad = np.concatenate([b.is_pad for b in batches])
    for k in range(4):
        np.testing.assert_allclose(mean[k], values[~is_pad[:, k], k].mean(axis=0), rtol=1e-9)
        np.testing.assert_allclose(std[k], values[~is_pad[:, k], k].std(axis=0), rtol=1e-6)


def test_a_place_of_the_chunk_that_is_always_padding_gets_the_moments_of_the_whole(small_config, small_batch) -> None:
    is_pad = np.zeros((12, 4), dtype=np.bool_)
    is_pad[:, 3] = True
    batch = Batch(small_batch.state, small_batch.sentence, small_batch.actions, is_pad)
    mean, std = action_moments(small_config(relative_actions=False), [batch])
    np.testing.assert_allclose(mean[3], small_batch.actions[:, :3].mean(axis=(0, 1)), atol=1e-7)
    np.testing.assert_allclose(std[3], small_batch.actions[:, :3].std(axis=(0, 1)), atol=1e-7)


def test_moments_that_do_not_fit_or_are_not_finite_are_refused(small_config) -> None:
    with pytest.raises(ValueError, match=r"the state mean has shape \(9,\); this policy needs \(11,\)"):
        Normaliser(small_config(), np.zeros(9))
    with pytest.raises(ValueError, match=r"the action std .* is not finite"):
        Normaliser(small_config(), 0.0, 1.0, 0.0, np.full(8, np.nan))
    with pytest.raises(ValueError, match="give at least one batch"):
        action_moments(small_config(), [])
