"""Jobs in a line or in full, and the messages about them that nobody asked for in that moment."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.eligibility.ternary import Ternary
from bot.core.matching.explaining import EVERYTHING, question
from bot.core.matching.findings import Aspect, Finding, Party
from bot.core.matching.match import Match, match
from bot.core.matching.questions import EmployerQuestion
from bot.core.matching.words import Words
from bot.core.messaging.reply import Reply
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed

ON_A_SCREEN = frozenset((Aspect.OCCUPATION, Aspect.PLACE, Aspect.SCHEDULE, Aspect.WAGE, Aspect.SKILLS))
"""What may stand in a message that others could see: nothing of what somebody needs at work."""


def line(job: Job, words: Words) -> str:
    """A job in one line: title, employer, where, pay, schedule."""
    parts = [job.employer, words.say("job_at_home") if job.remote else words.gazetteer.display_name(job.region)]
    parts += [words.wage(job.wage)] if job.wage else []
    parts += [words.names("job_schedules", [job.schedule])] if job.schedule else []
    return words.say("job_line", title=job.title, parts="，".join(part for part in parts if part))


def brief(found: Match, words: Words, aspects: frozenset[Aspect] = EVERYTHING) -> str:
    """A match in short, as far as the `aspects` may be told: what fits, what differs, and that something is open."""
    said = []
    for key, meets in (("fits", Ternary.YES), ("differs", Ternary.NO)):
        told = [each for each in found.findings if each.meets is meets and each.aspect in aspects]
        items = [_item(each, words) for each in told if each.aspect in (Aspect.CONDITION, Aspect.CERTIFICATE)]
        named = words.names("job_aspects", {each.aspect for each in told})
        reasons = [words.say(f"job_briefly_{key}", aspects=named)] if named else []
        if reasons or items:
            said.append(words.say(f"match_{key}", reasons="；".join((*reasons, *items))))
    return "".join((*said, words.say("match_open") if found.fit is Ternary.UNKNOWN else ""))


def details(job: Job, words: Words) -> str:
    """Everything that a posting says, a line each; what it does not say is left out, and never the contact."""
    told = {
        "employer": job.employer,
        "occupation": words.occupation(job.occupation),
        "number": str(job.number),
        "place": words.say("job_at_home") if job.remote else f"{words.place(job.region)}{job.place}",
        "wage": words.wage(job.wage) if job.wage else "",
        "schedule": words.names("job_schedules", [job.schedule]) if job.schedule else "",
        "duties": "；".join(duty.text for duty in job.duties if duty.essential),
        "other_duties": "；".join(duty.text for duty in job.duties if not duty.essential),
        "skills": "、".join(sorted(job.skills)),
        "has": _conditions(job.conditions.yes, words),
        "lacks": _conditions(job.conditions.no, words),
        "education": words.names("job_education", [job.education]) if job.education else "",
        "certificates": "、".join(sorted(job.certificates)),
        "audience": words.names("job_audience", job.audience),
        "deadline": job.deadline.isoformat() if job.deadline else "",
    }
    labels = words.phrases.group("job_details")
    return "\n".join((job.title, *(f"{labels[name]}：{text}" for name, text in told.items() if text)))


def news(found: Sequence[tuple[JobNeed, Job]], words: Words) -> Reply:
    """The message about jobs that are new for a person, why each fits, how to see more and how to stop it."""
    lines = [words.say("jobs_news", count=len(found))]
    for number, (need, job) in enumerate(found, 1):
        why = brief(match(need, job), words, ON_A_SCREEN)
        lines.append(words.say("jobs_item", number=number, job=line(job, words), why=why))
    lines.append(words.say("jobs_news_ways"))
    return Reply("\n".join(lines))


def questions_news(job: Job, asked: Sequence[EmployerQuestion], words: Words) -> Reply:
    """The message that asks an employer what their posting does not say, and how to add it."""
    lines = [words.say("job_questions", title=job.title)]
    for number, each in enumerate(asked, 1):
        lines.append(f"{number}. {question(each.aspect, each.item, Party.EMPLOYER, job, words)}")
    lines.append(words.say("job_questions_ways", number=job.id))
    return Reply("\n".join(lines))


def _item(finding: Finding, words: Words) -> str:
    """A condition or a certificate; one that is missed is said to be missing."""
    is_condition = finding.aspect is Aspect.CONDITION
    if finding.meets is Ternary.YES:
        return words.condition(finding.item) if is_condition else words.say("match_yes_certificate", item=finding.item)
    return words.say("match_no_condition", condition=words.condition(finding.item))


def _conditions(names: frozenset[str], words: Words) -> str:
    return "、".join(words.condition(name) for name in words.conditions if name in names)
