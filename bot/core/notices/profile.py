"""What a person or employer left behind, with consent, to be told of measures that fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.eligibility.circumstances import Known
from bot.core.policies.facts import About


@dataclass(frozen=True)
class Profile:
    """`region` is a GB/T 2260 code; `easy` asks for easy-read words; `facts` only what was said, nothing implied."""

    about: About
    region: str
    easy: bool
    facts: Mapping[str, Known]
