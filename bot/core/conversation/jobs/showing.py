"""Lists of jobs and one job, as replies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.conversation.jobs.requests import Listing
from bot.core.conversation.offers import MENU
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting
from bot.core.matching.explaining import explain
from bot.core.matching.match import match
from bot.core.matching.telling import brief, details, line
from bot.core.matching.words import Words
from bot.core.messaging.reply import Button, Reply
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed

PAGE = 3
"""Jobs in one message: read aloud, more cannot be kept in mind."""


def words_of(setting: Setting, session: Session) -> Words:
    """The words in which this person is spoken to."""
    return setting.match_words.in_words(easy=session.easy)


def page(listing: Listing, after: int, session: Session, setting: Setting) -> Reply:
    """A page of the list, a line each, with what can be done next."""
    words = words_of(setting, session)
    head = words.say("jobs_fitting") if listing.need else words.say("jobs_around", place=_place(session, setting))
    lines = [
        words.say("jobs_item", number=number, job=line(job, words), why=_brief(listing.need, job, words))
        for number, job in enumerate(listing.jobs, 1)
    ]
    more = [Button(words.say("jobs_more"), f"job:list.{after + len(listing.jobs)}")] if listing.more else []
    buttons = (*_titles(listing.jobs, words), *more, *onward(listing, session, setting))
    return Reply("\n".join((head, *lines, words.say("jobs_choose"))), buttons)


def nothing(listing: Listing, session: Session, setting: Setting) -> Reply:
    """Nothing fits the person's need."""
    words = words_of(setting, session)
    what_next = words.say("jobs_alerts_promise" if listing.alerts else "jobs_alerts_offer")
    return Reply(words.say("jobs_none_fitting") + what_next, onward(listing, session, setting))


def unfit(listing: Listing, session: Session, setting: Setting) -> Reply:
    """Jobs that are ruled out, and why."""
    words = words_of(setting, session)
    buttons = (Button(words.say("jobs_back"), "job:list.0"), _menu(setting, session))
    if listing.need is None or not listing.jobs:
        return Reply(words.say("jobs_unfit_none"), buttons)
    lines = [
        words.say("jobs_unfit_item", number=number, job=line(job, words), why="".join(_told(listing.need, job, words)))
        for number, job in enumerate(listing.jobs, 1)
    ]
    return Reply("\n".join((words.say("jobs_unfit"), *lines)), (*_titles(listing.jobs, words), *buttons))


def one(job: Job, need: JobNeed | None, session: Session, setting: Setting) -> Reply:
    """One job in full."""
    words = words_of(setting, session)
    buttons = [Button(words.say("job_want_button"), f"job:want.{job.id}")]
    if need is not None:
        buttons.append(Button(words.say("job_why_button"), f"job:why.{job.id}"))
    buttons += [Button(words.say("jobs_back"), "job:list.0"), _menu(setting, session)]
    return Reply(details(job, words), tuple(buttons))


def why(job: Job, need: JobNeed | None, session: Session, setting: Setting) -> Reply:
    """Why it is on the list: everything that fits, that differs, and that has to be asked."""
    words = words_of(setting, session)
    buttons = [Button(words.say("job_want_button"), f"job:want.{job.id}")]
    if need is None:
        buttons.append(_register(words))
        text = words.say("job_why_without_need")
    else:
        text = "\n".join(_told(need, job, words)) or words.say("job_why_nothing")
    buttons += [Button(words.say("jobs_back"), "job:list.0"), _menu(setting, session)]
    return Reply(text, tuple(buttons))


def onward(listing: Listing, session: Session, setting: Setting) -> tuple[Button, ...]:
    """What somebody may want after a list."""
    words, buttons = words_of(setting, session), []
    if listing.need is None:
        buttons.append(_register(words))
    elif not listing.alerts:
        buttons.append(Button(words.say("jobs_alert_me"), "alert:find_jobs"))
    if listing.need is not None:
        buttons.append(Button(words.say("jobs_unfit_button"), "job:unfit"))
    return (*buttons, _menu(setting, session))


def _told(need: JobNeed, job: Job, words: Words) -> Sequence[str]:
    return explain(match(need, job), need, job, words).sentences(words)


def _brief(need: JobNeed | None, job: Job, words: Words) -> str:
    return brief(match(need, job), words) if need else ""


def _titles(jobs: Iterable[Job], words: Words) -> list[Button]:
    return [Button(job.title, f"job:{job.id}") for job in jobs]


def _register(words: Words) -> Button:
    return Button(words.say("jobs_register"), "form:job_needs")


def _menu(setting: Setting, session: Session) -> Button:
    return Button(setting.knowledge.phrases.say("menu_button", session.easy), MENU)


def _place(session: Session, setting: Setting) -> str:
    return setting.knowledge.gazetteer.display_name(session.region) if session.region else ""
