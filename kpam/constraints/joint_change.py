"""The joints move little from where they start."""

from __future__ import annotations

from dataclasses import dataclass

from kpam.constraints.posture import Posture


@dataclass(frozen=True, eq=False)
class JointChange(Posture):
    """q = q_start, soft unless said otherwise: costs weight * the sum of w_i (q_i - q_start_i)^2, as a posture does.

    Arguments and errors are those of `Posture`; `nominal` is the configuration in which the arm starts.
    """

    weight: float | None = 1.0
