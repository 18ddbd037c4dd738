"""The decomposer orders stages, each with a precondition and an effect."""

from __future__ import annotations

from pydantic import BaseModel, Field

from agents.roles.role import Role


class PlanStage(BaseModel):
    """One step of the robot."""

    name: str = Field(description="a short imperative sentence", min_length=1, max_length=120)
    do: str = Field(description="what the hand does: grip or push which part how far, pick what and place it where")
    precondition: str = Field(default="", description="what must be true before; empty for nothing")
    effect: str = Field(description="what is true afterwards, with figures")


class Plan(BaseModel):
    """The stages in order, and the library tasks that they reuse."""

    stages: list[PlanStage] = Field(min_length=1, max_length=8)
    reuses: list[str] = Field(default_factory=list, description="names of library tasks that a stage repeats")


DECOMPOSER = Role("decomposer", Plan, ("show_asset", "recall"))
