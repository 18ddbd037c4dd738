"""Choices come from the options, the same for the same seed, and all of them in the end."""

from __future__ import annotations

import numpy as np

from envs.assets.procedural.choices import choose

VARIANTS = {"hinge": ("left", "right"), "handle": ("bar", "knob", "lever")}


def test_the_same_generator_chooses_the_same() -> None:
    assert choose(np.random.default_rng(3), VARIANTS) == choose(np.random.default_rng(3), VARIANTS)


def test_every_option_is_chosen() -> None:
    rng = np.random.default_rng(0)
    seen = [choose(rng, VARIANTS) for _ in range(40)]
    for name, options in VARIANTS.items():
        assert {choice[name] for choice in seen} == set(options)
