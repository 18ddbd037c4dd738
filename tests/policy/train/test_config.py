from __future__ import annotations

import pytest

from policy.train.config import TrainConfig


def test_the_learning_rate_warms_up_and_decays_to_zero() -> None:
    config = TrainConfig(steps=1000, warmup_steps=100, learning_rate=2.0)
    assert config.learning_rate_at(0) == pytest.approx(0.02)
    assert config.learning_rate_at(99) == pytest.approx(2.0)
    assert config.learning_rate_at(550) == pytest.approx(1.0, rel=1e-2)
    assert 0.0 < config.learning_rate_at(999) < 1e-4
    rates = [config.learning_rate_at(step) for step in range(1000)]
    assert rates[100:] == sorted(rates[100:], reverse=True)


def test_a_short_training_does_not_spend_itself_on_the_warm_up() -> None:
    config = TrainConfig(steps=100, warmup_steps=500, learning_rate=1.0)
    assert config.learning_rate_at(10) == pytest.approx(1.0)


@pytest.mark.parametrize(("steps", "every", "interval"), [(20_000, 0, 4_000), (3, 0, 1), (7, 0, 2), (100, 30, 30)])
def test_five_validations_unless_told_otherwise(steps: int, every: int, interval: int) -> None:
    assert TrainConfig(steps=steps, validate_every=every).validation_interval == interval


def test_the_average_forgets_the_first_weights_quickly() -> None:
    config = TrainConfig(average=0.999)
    assert config.average_at(0) == pytest.approx(0.1)
    assert config.average_at(100_000) == 0.999
    assert TrainConfig(average=0.0).average_at(50) == 0.0


@pytest.mark.parametrize("wrong", [{"steps": 0}, {"learning_rate": float("nan")}, {"average": 1.0}, {"step": 3}])
def test_what_cannot_be_trained_with_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        TrainConfig.model_validate(wrong)
