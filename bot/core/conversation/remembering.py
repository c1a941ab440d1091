"""Facts about the person that several dialogues share: nothing is asked twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.conversation.broadcasting.state import Compose
from bot.core.conversation.form.state import Form
from bot.core.conversation.interview.state import Interview
from bot.core.conversation.session import Session
from bot.core.conversation.task_state import Task
from bot.core.eligibility.circumstances import Circumstances, Known
from bot.core.policies.facts import About

MOST_ASIDE = 4
"""Tasks put aside at a time; the oldest gives way."""


def remembered_facts(session: Session) -> Mapping[str, Known]:
    """What the person told about themselves in the interview, be it under way or put aside."""
    interview = _interview(session)
    return interview.known.said if interview is not None else {}


def remembering(session: Session, facts: Mapping[str, Known]) -> Session:
    """With these facts told, for the interview whenever it goes on."""
    interview = _interview(session)
    known = Circumstances(facts) if interview is None else interview.known.saying(facts)
    told = replace(interview or Interview(about=About.PERSON), known=known)
    if session.task is interview and interview is not None:
        return replace(session, task=told)
    return replace(session, aside=_placed(session.aside, told))


def beginning(session: Session, task: Task) -> Session:
    """With this task under way; the one before it is put aside, to go on later."""
    before = session.task
    aside = tuple(each for each in session.aside if not same_kind(each, task))
    if before is not None and not same_kind(before, task):
        aside = _placed(aside, before)
    return replace(session, task=task, aside=aside, pending=None)


def put_aside(session: Session) -> Session:
    """Without a task under way; the one that was can be gone on with."""
    if session.task is None:
        return session
    return replace(session, task=None, aside=_placed(session.aside, session.task), pending=None)


def kept[T](session: Session, kind: type[T]) -> T | None:
    """The task of this kind under way, or the one put aside last."""
    return next((each for each in (session.task, *reversed(session.aside)) if isinstance(each, kind)), None)


def with_results(session: Session) -> Task | None:
    """The task under way that comes to results, or the last such one that was put aside; a form comes to none."""
    tasks = (session.task, *reversed(session.aside))
    return next((each for each in tasks if each is not None and not isinstance(each, Form | Compose)), None)


def same_kind(one: Task, other: Task) -> bool:
    """Whether one takes the other's place: forms of several registers stand side by side."""
    return type(one) is type(other) and getattr(one, "register", None) == getattr(other, "register", None)


def _interview(session: Session) -> Interview | None:
    interview = kept(session, Interview)
    return interview if interview is not None and interview.about is About.PERSON else None


def _placed(aside: tuple[Task, ...], task: Task) -> tuple[Task, ...]:
    return (*(each for each in aside if not same_kind(each, task)), task)[-MOST_ASIDE:]
