"""The proposer names a task: sentence, objects, what success means, why it is new."""

from __future__ import annotations

from pydantic import BaseModel, Field

from agents.roles.role import Role


class SceneObject(BaseModel):
    """An object of the proposed scene."""

    name: str = Field(description="a lower-case identifier, such as cabinet or red_block", pattern=r"^[a-z][a-z0-9_]*$")
    category: str = Field(description="a category of the catalog")
    start: str = Field(default="", description="how it starts where that matters, such as 'drawer_top open'")


class Proposal(BaseModel):
    """A task, in words."""

    name: str = Field(description="a short lower-case identifier: verb and objects", pattern=r"^[a-z][a-z0-9_]*$")
    instruction: str = Field(
        description="what a person would say to the robot, with {braces} round the words that name an object or part",
        min_length=5,
        max_length=300,
    )
    refers: list[str] = Field(description="for each {span} in order what it names: an object, or object.part")
    paraphrases: list[str] = Field(default_factory=list, description="other wordings of the instruction", max_length=5)
    objects: list[SceneObject] = Field(min_length=1, max_length=12)
    success: str = Field(description="what must be true of the scene at the end, with figures", max_length=600)
    why_new: str = Field(description="what sets it apart from the tasks that exist", max_length=400)


PROPOSER = Role("proposer", Proposal, ("list_assets", "show_asset", "recall"))
