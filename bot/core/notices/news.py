"""Which measures are news for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.core.eligibility.assessor import Assessor, Scope
from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.determination import Determination
from bot.core.notices.fingerprint import fingerprint
from bot.core.notices.profile import Profile
from bot.core.policies.documents import Status
from bot.core.verdicts.overview import overview


def fitting(profile: Profile, on: dt.date, assessor: Assessor) -> tuple[Determination, ...]:
    """What fits, if need be up to an office's decision, and is in force on `on`; what gives money first."""
    found = assessor.determine(Circumstances(profile.facts), Scope(profile.about, profile.region, on))
    view = overview(found, dict(assessor.catalogue.facts), profile.about)
    return tuple(each for each in (*view.eligible, *view.office) if each.status is Status.IN_FORCE)


def versions(fits: Sequence[Determination], on: dt.date) -> dict[str, str]:
    """The fingerprint of each measure, by its id: news is what the person has not been told of in this version."""
    return {each.measure.id: fingerprint(each.measure, on) for each in fits}


def mentionable(profile: Profile, on: dt.date, assessor: Assessor) -> frozenset[str]:
    """Measures that would fit as well if nothing sensitive were known: naming them gives nothing sensitive away."""
    facts = assessor.catalogue.facts
    harmless = {fact: value for fact, value in profile.facts.items() if fact in facts and not facts[fact].sensitive}
    return frozenset(each.measure.id for each in fitting(replace(profile, facts=harmless), on, assessor))
