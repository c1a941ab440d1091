"""What happened in a turn that concerns more than the conversation itself; stored together with the turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.eligibility.circumstances import Known
from bot.core.policies.facts import About


@dataclass(frozen=True)
class ProfileConsented:
    """The person agreed that these facts are kept, so that they can be told of measures that fit.

    `region` is a GB/T 2260 code, `easy` the wording they chose, `consent_version` names the text they agreed to.
    """

    about: About
    region: str
    easy: bool
    facts: Mapping[str, Known]
    consent_version: str


@dataclass(frozen=True)
class ProfileUpdated:
    """Facts, region or wording are others now; replaces everything kept. Without a consent nothing is kept."""

    about: About
    region: str
    easy: bool
    facts: Mapping[str, Known]


@dataclass(frozen=True)
class ProfileWithdrawn:
    """The person took the consent back: what was kept is deleted at once."""


Event = ProfileConsented | ProfileUpdated | ProfileWithdrawn
