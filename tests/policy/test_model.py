from __future__ import annotations

import copy

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from policy.errors import ObservationError  # noqa: E402
from policy.heads import HEADS  # noqa: E402
from policy.model import Policy  # noqa: E402
from policy.normaliser import Normaliser, action_moments  # noqa: E402
from policy.tensors import TensorBatch  # noqa: E402

SENTENCE = np.array([1.0, 0.0, 0.5, 0.0, 0.0], dtype=np.float32)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def observation(k: float = 0.0) -> dict[str, np.ndarray]:
    return {"observation.state": np.full(8, 0.1 * k), "observation.environment_state": np.full(3, 0.2 * k)}


def play(policy: Policy, steps: int = 7, seed: int = 0) -> np.ndarray:
    policy.reset(SENTENCE, seed=seed)
    return np.stack([policy.select_action(observation(k)) for k in range(steps)])


def trained(policy: Policy, batch: TensorBatch, steps: int) -> float:
    optimiser, draw, loss = torch.optim.Adam(policy.parameters(), lr=3e-3), generator(), torch.zeros(())
    decay = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.0, total_iters=steps)
    for _ in range(steps):
        loss, _ = policy(batch, draw)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        decay.step()
    return loss.item()


@pytest.mark.parametrize("head", HEADS)
def test_a_whole_policy_learns_one_batch_by_heart_and_plays_it(head: str, small_config, small_batch) -> None:
    config, batch = small_config(head), TensorBatch.of(small_batch)
    policy = Policy(config, Normaliser(config, 0.0, 1.0, *action_moments(config, [small_batch])))
    assert trained(policy, batch, 1000) < 0.02
    found = policy.predict(batch.state, batch.sentence, generator(5))
    assert (found - batch.actions)[~batch.is_pad].abs().max() < 0.15
    for k in range(3):
        policy.reset(small_batch.sentence[k])
        for look in small_batch.state[k]:
            policy._waiting.clear()
            action = policy.select_action({"observation.state": look[:8], "observation.environment_state": look[8:]})
        np.testing.assert_allclose(action, small_batch.actions[k, 0], atol=0.15)


@pytest.mark.parametrize("head", HEADS)
def test_one_seed_gives_one_policy_and_one_episode(head: str, small_config) -> None:
    config = small_config(head)
    first, again, other = Policy(config, seed=4), Policy(config, seed=4), Policy(config, seed=5)
    assert all(torch.equal(a, b) for a, b in zip(first.state_dict().values(), again.state_dict().values(), strict=True))
    np.testing.assert_array_equal(play(first), play(again))
    np.testing.assert_array_equal(play(first), play(first))
    assert not np.array_equal(play(first), play(other))


def test_another_seed_of_an_episode_samples_another_flow_and_the_same_regression(small_config) -> None:
    flow, mlp = Policy(small_config("flow")), Policy(small_config("mlp"))
    assert not np.array_equal(play(flow, seed=0), play(flow, seed=1))
    np.testing.assert_array_equal(play(mlp, seed=0), play(mlp, seed=1))


@pytest.mark.parametrize("head", HEADS)
def test_making_training_and_playing_leave_every_global_generator_alone(head: str, small_config, small_batch) -> None:
    before, numpy_before = torch.get_rng_state(), np.random.get_state()[1]
    policy = Policy(small_config(head, joint_noise=0.1))
    trained(policy, TensorBatch.of(small_batch), 2)
    play(policy)
    assert torch.equal(torch.get_rng_state(), before)
    np.testing.assert_array_equal(np.random.get_state()[1], numpy_before)


def test_a_chunk_is_played_until_executed_and_then_predicted_anew(small_config, monkeypatch) -> None:
    policy, looks = Policy(small_config(executed=3)), []
    plan = policy._plan
    monkeypatch.setattr(policy, "_plan", lambda sentence: (looks.append(np.stack(policy._seen)), plan(sentence))[1])
    play(policy, steps=7)
    assert [look[-1, 0] for look in looks] == pytest.approx([0.0, 0.3, 0.6])
    assert len(looks[0]) == 1
    assert [look[-2, 0] for look in looks[1:]] == pytest.approx([0.2, 0.5])


def test_before_the_start_the_first_look_is_repeated(small_config) -> None:
    policy = Policy(small_config())
    state = np.concatenate([*observation(3.0).values()]).astype(np.float32)
    seen = torch.from_numpy(np.stack([state, state]))[None]
    policy.reset(SENTENCE)
    expected = policy.predict(seen, torch.from_numpy(SENTENCE)[None], generator())[0, 0]
    np.testing.assert_array_equal(policy.select_action(observation(3.0)), expected.numpy())


def test_reset_forgets_the_episode_before(small_config) -> None:
    policy = Policy(small_config())
    first = play(policy, steps=3)
    play(policy, steps=4)
    np.testing.assert_array_equal(play(policy, steps=3), first)


def test_actions_are_float32_and_the_callers_own(small_config) -> None:
    policy = Policy(small_config())
    policy.reset(SENTENCE)
    action = policy.select_action(observation())
    assert action.shape == (8,)
    assert action.dtype == np.float32
    action[:] = 7.0
    assert policy.select_action(observation()).max() < 7.0


def test_the_sentence_matters(small_config) -> None:
    policy = Policy(small_config())
    policy.reset(SENTENCE)
    one = policy.select_action(observation())
    policy.reset(-SENTENCE)
    assert not np.array_equal(policy.select_action(observation()), one)


def test_joints_are_shifted_in_training_and_nowhere_else(small_config, small_batch) -> None:
    batch = TensorBatch.of(small_batch)
    policy = Policy(small_config(joint_noise=0.5))
    policy.train()
    assert policy(batch, generator(0))[0] != policy(batch, generator(1))[0]
    policy.eval()
    assert policy(batch, generator(0))[0] == policy(batch, generator(1))[0]


@pytest.mark.parametrize("relative", [True, False])
def test_targets_stay_where_they_were_however_joints_are_shifted(
    relative: bool, small_config, small_batch, monkeypatch
) -> None:
    policy = Policy(small_config(joint_noise=0.5, relative_actions=relative))
    batch, seen = TensorBatch.of(small_batch), {}
    monkeypatch.setattr(policy.encoder, "forward", lambda state, _: seen.setdefault("state", state)[:, 0, :1])
    monkeypatch.setattr(policy.head, "loss", lambda context, actions, *_: seen.setdefault("actions", actions))
    policy.train()(batch, generator())
    shift = seen["state"] - batch.state  # the state's moments are 0 and 1
    assert torch.allclose(shift[:, 0], shift[:, 1], atol=1e-6)
    assert not shift[..., 7:].any()
    assert 0 < (shift[:, 0, :7].abs().amax(dim=1) == 0).sum() < len(batch)
    torch.testing.assert_close(policy.normaliser.commands(seen["actions"], seen["state"][:, -1]), batch.actions)


def test_a_policy_without_a_sentence_needs_none(small_config) -> None:
    policy = Policy(small_config(sentence_size=0, embedder=""))
    policy.reset()
    assert policy.select_action(observation()).shape == (8,)
    with pytest.raises(ObservationError, match=r"shape \(5,\) and the policy was trained with none"):
        policy.reset(SENTENCE)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"observation.environment_state": np.zeros(21)},
            r"'observation.environment_state' has shape \(21,\) and the "
            r"policy was trained on \(3,\); play a task that observes the same",
        ),
        (
            {"observation.environment_state": None},
            "was trained on 'observation.environment_state', and the observation has only observation.state",
        ),
        ({"observation.state": np.full(8, np.nan)}, "'observation.state' is not finite"),
    ],
)
def test_an_observation_unlike_those_of_training_is_a_sentence(changes, message, small_config) -> None:
    policy = Policy(small_config())
    policy.reset(SENTENCE)
    seen = {name: value for name, value in (observation() | changes).items() if value is not None}
    with pytest.raises(ObservationError, match=message):
        policy.select_action(seen)


def test_acting_before_reset_or_with_another_embedding_is_a_sentence(small_config) -> None:
    policy = Policy(small_config())
    with pytest.raises(ObservationError, match="call reset"):
        policy.select_action(observation())
    with pytest.raises(ObservationError, match=r"shape \(384,\) and the policy was trained with 5 numbers by 'toy'"):
        policy.reset(np.zeros(384))
    with pytest.raises(ObservationError, match="trained with 5 numbers by 'toy'"):
        policy.reset()


def test_a_copy_is_a_policy_of_its_own(small_config) -> None:
    policy = Policy(small_config("flow"))
    policy.reset(SENTENCE)
    policy.select_action(observation())
    other, expected = copy.deepcopy(policy), play(policy)
    np.testing.assert_array_equal(play(other), expected)
    with torch.no_grad():
        other.encoder.first.weight.zero_()
    np.testing.assert_array_equal(play(policy), expected)
