"""Purposes for which personal data is kept, each agreed to separately (个人信息保护法, articles 14 to 17 and 29)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.policies.measures import Wording

ABROAD = frozenset(("telegram",))
"""Channels whose servers stand abroad."""


@dataclass(frozen=True)
class Purpose:
    """`version` names the text `ask`, which says what is kept, what for and how to take the consent back.

    `abroad` is added on channels whose servers stand abroad. `name`: how people are told what they agreed to.
    `days`: how long after the last contact what hangs on it is kept. `sensitive`: see article 28. `earlier`: texts that
    people agreed to before, by version.
    """

    id: str
    version: str
    name: Wording
    ask: Wording
    abroad: Wording | None
    days: int
    sensitive: bool
    earlier: Mapping[str, Wording]

    def said(self, channel: str | None, *, easy: bool) -> str:
        """What is said before somebody agrees on this channel."""
        abroad = self.abroad.choose(easy) if self.abroad and channel in ABROAD else ""
        return f"{self.ask.choose(easy)}{abroad}"

    def text(self, version: str) -> Wording | None:
        """What somebody agreed to who agreed to this version."""
        return self.ask if version == self.version else self.earlier.get(version)
