"""Work conditions: what work and workplace may have to be like for somebody to do the job well."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.policies.measures import Wording

REMOTE = "remote"
"""The one condition that every posting answers, since it says where the work is done."""


@dataclass(frozen=True)
class WorkCondition:
    """`name` stands in sentences: “可以坐着做”. `asks_seeker` and `asks_employer` are questions for yes or no.

    `said`: what people say of themselves who need it.
    """

    id: str
    group: str
    name: Wording
    asks_seeker: Wording
    asks_employer: Wording
    said: tuple[str, ...] = ()
