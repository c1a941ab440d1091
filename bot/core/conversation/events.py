"""What happened in a turn that concerns more than the conversation itself; stored together with the turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.eligibility.circumstances import Known
from bot.core.policies.facts import About


@dataclass(frozen=True)
class ProfileUpdated:
    """Facts, region or wording by which a person wants to be told of measures that fit; replaces everything kept.

    `region` is a GB/T 2260 code, `easy` the wording they chose. Without the consent `policy_notices` nothing is kept.
    """

    about: About
    region: str
    easy: bool
    facts: Mapping[str, Known]


@dataclass(frozen=True)
class EverythingForgotten:
    """The person had everything deleted that is kept of them, also this conversation."""


@dataclass(frozen=True)
class Consented:
    """The person agreed to one purpose; `version` names the text they agreed to."""

    purpose: str
    version: str


@dataclass(frozen=True)
class ConsentWithdrawn:
    """The person took one consent back: what hung on it is deleted at once."""

    purpose: str


Event = Consented | ConsentWithdrawn | ProfileUpdated | EverythingForgotten
