"""Small assets whose joints follow others or spring back."""

from __future__ import annotations

from envs.assets.builder import AssetBuilder
from envs.assets.model import AssetModel, Coupling

RED = (0.8, 0.1, 0.1)
GRAVITY = 9.81
LEAD = 1e-3  # m / rad of the thread
CAP_INERTIA = 0.02 * 0.015**2 / 2


def pedal_bin(ratio: float = 2.0, *, friction: float = 0.0, fixed_base: bool = True) -> AssetModel:
    """A post with a pedal of 0.2 kg that sinks, and a lid of 0.02 kg that rises `ratio` times as far."""
    b = AssetBuilder("pedal_bin", 0, fixed_base=fixed_base)
    body = b.root(mass=5.0)
    b.box(body, (0.0, 0.0, 0.05), (0.2, 0.2, 0.1), RED)
    pedal = b.moving(
        "pedal",
        kind="revolute",
        origin=(0, 0, 0.3),
        axis=(0, 1, 0),
        upper=0.5,
        damping=0.1,
        friction=friction,
        mass=0.2,
    )
    b.box(pedal, (0.1, 0.0, 0.3), (0.1, 0.02, 0.02), RED)
    lid = b.moving(
        "lid",
        kind="revolute",
        origin=(0, 0.1, 0.3),
        axis=(0, -1, 0),
        upper=0.5 * ratio,
        damping=0.0,
        friction=0.0,
        mass=0.02,
        coupling=Coupling(joint="pedal_joint", ratio=ratio),
    )
    b.box(lid, (0.1, 0.1, 0.3), (0.1, 0.02, 0.02), RED)
    return b.build("a bin", affordances=())


def bottle(*, cap_on_slide: bool, friction: float = 0.0) -> AssetModel:
    """A cap of 20 g that climbs a thread as it turns: it rides on the slide, 20 g too, or the slide on it."""
    b = AssetBuilder("bottle", 0, fixed_base=True)
    body = b.root(mass=1.0)
    b.cylinder(body, (0, 0, 0.05), 0.03, 0.1, RED)
    first, second = ("slide", "cap") if cap_on_slide else ("cap", "slide")
    for name, parent in ((first, body), (second, first)):
        turns = name == "cap"
        b.moving(
            name,
            kind="revolute" if turns else "prismatic",
            origin=(0, 0, 0.12),
            axis=(0, 0, 1),
            upper=6.0 if turns else 0.006,
            damping=0.0,
            friction=friction if turns else 0.0,
            parent=parent,
            mass=0.02,
            coupling=None if turns else Coupling(joint="cap_joint", ratio=LEAD),
        )
        b.cylinder(name, (0, 0, 0.12), 0.015, 0.01, RED)
    return b.build("a bottle", affordances=())


def button(*, spring: float, friction: float = 0.0) -> AssetModel:
    """A button of 10 g that goes in along -x."""
    b = AssetBuilder("button", 0, fixed_base=True)
    body = b.root(mass=1.0)
    b.box(body, (0.0, 0.0, 0.1), (0.05, 0.2, 0.2), RED)
    face = b.moving(
        "button",
        kind="prismatic",
        origin=(0.05, 0.0, 0.1),
        axis=(-1, 0, 0),
        upper=0.02,
        damping=0.2,
        friction=friction,
        spring=spring,
        mass=0.01,
    )
    b.cylinder(face, (0.05, 0.0, 0.1), 0.01, 0.01, RED)
    return b.build("a button", affordances=())
