"""Roles, one to a file with a prompt beside it; the registry below is the whole list."""

from __future__ import annotations

from agents.roles.coder import CODER
from agents.roles.critic import CRITIC
from agents.roles.decomposer import DECOMPOSER
from agents.roles.proposer import PROPOSER

ROLES = {role.name: role for role in (PROPOSER, DECOMPOSER, CODER, CRITIC)}
