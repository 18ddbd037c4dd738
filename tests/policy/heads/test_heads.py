from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from policy.config import PolicyConfig  # noqa: E402
from policy.heads import HEADS, Head, head_type  # noqa: E402
from policy.heads.head import HeadConfig  # noqa: E402

B, WIDTH, CHUNK, ACTION = 16, 12, 4, 3


def make(name: str, **config: object) -> Head:
    kind = head_type(name)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return kind(kind.config_type.model_validate({"width": 128} | config), WIDTH, CHUNK, ACTION)


def generator(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


@pytest.fixture
def batch() -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    draw = generator(7)
    is_pad = torch.zeros(B, CHUNK, dtype=torch.bool)
    is_pad[::2, 2:] = True
    context = torch.randn(B, WIDTH, generator=draw)
    return context, torch.randn(B, CHUNK, ACTION, generator=draw), is_pad


@pytest.mark.parametrize("name", HEADS)
def test_one_batch_is_learned_by_heart(name: str, batch) -> None:
    context, actions, is_pad = batch
    draws = [values.repeat(8, *[1] * (values.dim() - 1)) for values in batch]  # of time and noise, for each chunk
    head, draw, steps = make(name), generator(), 800
    optimiser = torch.optim.Adam(head.parameters(), lr=3e-3)
    decay = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.0, total_iters=steps)
    first = last = 0.0
    for _ in range(steps):
        loss, parts = head.loss(*draws, draw)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        decay.step()
        first = first or loss.item()
        last = loss.item()
    assert last < 0.01 * first
    assert all(part.requires_grad is False for part in parts.values())
    with torch.no_grad():
        error = (head.sample(context, generator(1)) - actions)[~is_pad].abs()
    assert error.max() < 0.2
    assert error.mean() < 0.02


@pytest.mark.parametrize("name", HEADS)
def test_what_stands_in_the_padding_changes_neither_loss_nor_gradient(name: str, batch) -> None:
    context, actions, is_pad = batch
    head = make(name)
    found = []
    for filler in (0.0, 1e6):
        filled = actions.masked_fill(is_pad.unsqueeze(-1), filler).requires_grad_()
        loss, _ = head.loss(context, filled, is_pad, generator())
        gradients = torch.autograd.grad(loss, [filled, *head.parameters()])
        assert not gradients[0][is_pad].any()
        assert gradients[0][~is_pad].any()
        found.append((loss.detach(), *gradients[1:]))
    assert all(torch.equal(one, other) for one, other in zip(*found, strict=True))


@pytest.mark.parametrize("name", HEADS)
def test_the_loss_is_a_mean_over_actions_not_over_places(name: str, batch) -> None:
    context, actions, _ = batch
    head, is_pad = make(name), torch.zeros(B, CHUNK, dtype=torch.bool)
    is_pad[8:] = True
    alone, _ = head.loss(context, actions, is_pad, generator())
    is_pad[8:, 0] = False
    both, _ = head.loss(context, actions, is_pad, generator())
    assert 0.3 * alone < both < 3.0 * alone


@pytest.mark.parametrize("name", HEADS)
def test_samples_depend_on_context_and_generator_alone(name: str, batch) -> None:
    context, head = batch[0], make(name)
    before = torch.get_rng_state()
    with torch.no_grad():
        first, again = head.sample(context, generator(4)), head.sample(context, generator(4))
    assert first.shape == (B, CHUNK, ACTION)
    assert torch.equal(first, again)
    assert torch.equal(torch.get_rng_state(), before)


def test_every_head_has_settings_of_its_own() -> None:
    kinds = [kind.config_type for kind in HEADS.values()]
    assert len(set(kinds)) == len(kinds)
    assert all(issubclass(kind, HeadConfig) and kind is not HeadConfig for kind in kinds)


def test_an_unknown_head_lists_the_known_ones(small_config) -> None:
    with pytest.raises(ValueError, match=r"unknown policy head 'diffusion'; known: flow, mlp"):
        small_config("diffusion")


@pytest.mark.parametrize("name", HEADS)
def test_a_configuration_with_any_head_comes_back_from_json(name: str, small_config) -> None:
    config = small_config(name, head_config={"width": 24})
    again = PolicyConfig.model_validate_json(config.model_dump_json())
    assert again == config
    assert type(again.head_config) is head_type(name).config_type
    assert again.head_config.width == 24
