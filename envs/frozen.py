"""The base of every spec: frozen, closed to unknown fields, finite numbers only."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Vector3 = tuple[float, float, float]
Quaternion = tuple[float, float, float, float]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]


class Frozen(BaseModel):
    """An immutable value that refuses unknown fields, NaN and infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
