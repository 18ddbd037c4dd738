"""The critic judges whether sentence, program and outcome say the same. It can reject, never accept."""

from __future__ import annotations

from pydantic import BaseModel, Field

from agents.roles.role import Role


class Judgement(BaseModel):
    """Whether what happened is what the sentence says."""

    agrees: bool = Field(description="true where sentence, goal, program and outcome say the same")
    reason: str = Field(description="what does or does not agree, in a sentence or two", max_length=600)
    advice: str = Field(default="", description="what to change where it does not agree", max_length=600)


CRITIC = Role("critic", Judgement)
