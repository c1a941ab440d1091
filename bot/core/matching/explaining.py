"""Why a job fits a person or does not, and what to ask, in words."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.eligibility.ternary import Ternary
from bot.core.matching.findings import Aspect, Finding, Party
from bot.core.matching.match import Match
from bot.core.matching.words import Words
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed
from bot.core.registry.terms import Wage

EVERYTHING = frozenset(Aspect)
FOR_EMPLOYERS = frozenset(
    (Aspect.OCCUPATION, Aspect.SCHEDULE, Aspect.SKILLS, Aspect.EDUCATION, Aspect.CERTIFICATE, Aspect.AUDIENCE)
)
"""What an employer may read without the person's further consent.

Not where they live, nor the least they would work for, nor what they need at work.
"""


@dataclass(frozen=True)
class Explanation:
    """Reasons and questions; needs and wishes are kept apart: `fails` are needs, `differs` only wishes."""

    fit: Ternary
    fits: tuple[str, ...]
    fails: tuple[str, ...]
    differs: tuple[str, ...]
    ask_employer: tuple[str, ...]
    ask_seeker: tuple[str, ...]

    def sentences(self, words: Words) -> tuple[str, ...]:
        """One sentence a kind, those with nothing to say left out. Of a job that is ruled out only why it is."""
        if self.fit is Ternary.NO:
            told = words.say("match_fails", reasons="；".join(self.fails))
            return (told if self.fails else words.say("match_fails_untold"),)
        reasons = {"match_fits": self.fits, "match_differs": self.differs}
        questions = {"match_ask_employer": self.ask_employer, "match_ask_seeker": self.ask_seeker}
        return (
            *((words.say("match_open"),) if self.fit is Ternary.UNKNOWN else ()),
            *(words.say(key, reasons="；".join(texts)) for key, texts in reasons.items() if texts),
            *(words.say(key, questions="".join(texts)) for key, texts in questions.items() if texts),
        )


def explain(
    found: Match, need: JobNeed, job: Job, words: Words, aspects: frozenset[Aspect] = EVERYTHING
) -> Explanation:
    """A match in words, as far as the `aspects` may be told. Somebody ruled out is not asked any more."""
    told = [finding for finding in found.findings if finding.aspect in aspects]

    def reasons(meets: Ternary, *, must: bool | None = None) -> tuple[str, ...]:
        chosen = [each for each in told if each.meets is meets and must in (None, each.must)]
        return tuple(_reason(each, need, job, words) for each in chosen)

    def questions(party: Party) -> tuple[str, ...]:
        asked = () if found.fit is Ternary.NO else found.unknown(party)
        return tuple(question(each.aspect, each.item, party, job, words) for each in asked if each.aspect in aspects)

    return Explanation(
        fit=found.fit,
        fits=reasons(Ternary.YES),
        fails=reasons(Ternary.NO, must=True),
        differs=reasons(Ternary.NO, must=False),
        ask_employer=questions(Party.EMPLOYER),
        ask_seeker=questions(Party.SEEKER),
    )


def question(aspect: Aspect, item: str, party: Party, job: Job, words: Words) -> str:
    """What to ask this party about an aspect that is not known."""
    if aspect is Aspect.CONDITION:
        return words.conditions[item].asks_employer.choose(words.easy)
    education = words.phrases.name("job_education", job.education) if job.education else ""
    groups = words.names("job_audience", job.audience)
    return words.say(f"ask_{party}_{aspect}", item=item, education=education, groups=groups)


def _reason(finding: Finding, need: JobNeed, job: Job, words: Words) -> str:
    answer = "yes" if finding.meets is Ternary.YES else "no"
    if finding.aspect is Aspect.PLACE and job.remote:
        return words.say("match_yes_remote")
    return words.say(f"match_{answer}_{finding.aspect}", **_values(finding, need, job, words))


def _values(finding: Finding, need: JobNeed, job: Job, words: Words) -> dict[str, str]:
    """What the sentence on an aspect shows. An aspect is yes or no only where both sides told what is compared."""
    match finding.aspect:
        case Aspect.OCCUPATION:
            wanted = "、".join(words.occupation(code) for code in sorted(need.occupations))
            return {"job": words.occupation(job.occupation), "wanted": wanted}
        case Aspect.PLACE:
            return {"place": words.place(job.region), "reach": words.phrases.name("job_reach", need.reach)}
        case Aspect.SCHEDULE:
            wanted = words.names("job_schedules", need.schedules)
            return {"schedule": words.names("job_schedules", [job.schedule or ""]), "wanted": wanted}
        case Aspect.WAGE:
            assert job.wage and need.least_wage, "a wage that was not told is unknown"
            least = Wage(need.least_wage.amount, need.least_wage.amount, need.least_wage.per)
            return {"wage": words.wage(job.wage), "least": words.wage(least)}
        case Aspect.EDUCATION:
            return {"education": words.names("job_education", [job.education or ""])}
        case Aspect.CERTIFICATE:
            return {"item": finding.item}
        case Aspect.AUDIENCE:
            return {"groups": words.names("job_audience", job.audience)}
        case Aspect.CONDITION:
            return {"condition": words.condition(finding.item)}
        case Aspect.SKILLS:
            shared, asked = sorted(need.skills & job.skills), sorted(job.skills)
            return {"skills": "、".join(shared), "asked": "、".join(asked)}
