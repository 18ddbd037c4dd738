"""How finely and with what materials a world computes: what verification varies to find tasks that rest on a quirk."""

from __future__ import annotations

from pydantic import Field

from envs.assets.model import AssetModel
from envs.frozen import Frozen


class Physics(Frozen):
    """Settings that every engine honours; the defaults are those in which tasks are accepted.

    `ticks` engine steps make one physics step of 1 / 240 s, so 2 halves the time step; the drives' targets are set, and
    contacts reported, once a physics step all the same. `iterations` multiplies the engine's usual solver iterations.
    `friction` scales the friction of every surface, `mass` the masses and inertias of what stands free. `make_world`
    sees to `mass`; the rest is the engine's to honour.
    """

    ticks: int = Field(default=1, ge=1, le=16)
    iterations: int = Field(default=1, ge=1, le=16)
    friction: float = Field(default=1.0, gt=0, le=10)
    mass: float = Field(default=1.0, gt=0, le=100)

    def weighed(self, asset: AssetModel) -> AssetModel:
        """Return an asset as heavy as `mass` makes it; what is bolted down stays as it is."""
        if self.mass == 1.0 or asset.fixed_base:
            return asset
        links = tuple(
            link.model_copy(
                update={"mass": link.mass * self.mass, "inertia": tuple(value * self.mass for value in link.inertia)}
            )
            for link in asset.links
        )
        return asset.model_copy(update={"links": links})
