from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="needs the extra: pip install 'simwright[policy]'")

from policy.heads.flow import FlowConfig, FlowHead  # noqa: E402


def flow(**config: object) -> FlowHead:
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        return FlowHead(FlowConfig.model_validate({"width": 64} | config), 4, 1, 1)


def test_two_ways_that_are_both_right_are_both_sampled_and_nothing_between() -> None:
    head, draw = flow(), torch.Generator().manual_seed(0)
    context = torch.zeros(256, 4)
    actions = torch.where(torch.arange(256) % 2 == 0, -1.0, 1.0).reshape(-1, 1, 1)
    is_pad = torch.zeros(256, 1, dtype=torch.bool)
    optimiser = torch.optim.Adam(head.parameters(), lr=3e-3)
    for _ in range(600):
        loss, _ = head.loss(context, actions, is_pad, draw)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    with torch.no_grad():
        samples = head.sample(context, draw).flatten()
    assert 0.3 < (samples > 0).float().mean() < 0.7
    assert (samples.abs() - 1.0).abs().mean() < 0.2


def test_sampling_goes_straight_from_noise_to_where_the_paths_end(monkeypatch) -> None:
    head, seen = flow(steps=4), []

    def ends(x, of_time, of_context):
        seen.append(x.item())
        return torch.full_like(x, 3.0)

    monkeypatch.setattr(head, "_ends", ends)
    with torch.no_grad():
        found = head.sample(torch.zeros(1, 4), torch.Generator().manual_seed(3)).item()
    noise = torch.randn((), generator=torch.Generator().manual_seed(3)).item()
    assert found == pytest.approx(3.0)
    assert seen == pytest.approx([noise + k / 4 * (3.0 - noise) for k in range(4)])
