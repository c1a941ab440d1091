"""Reads a message as far as that is possible without the language model: buttons, numbers, commands, follow-ups."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.conversation.cleaning import LONGEST, clean, has_words
from bot.core.conversation.cues import Cues
from bot.core.conversation.quiet_words import quiet_hours
from bot.core.conversation.segments import questions
from bot.core.conversation.session import Session
from bot.core.messaging.reply import Incoming

_NUMBER = re.compile(r"^(?:选|选择|第|我选)?\s*(\d{1,3}|[一二三四五六七八九十])\s*(?:个|项|号)?[.。、]?$")
_WANTED = re.compile(r"^(?:我想去|我要去|想去|我想应聘|应聘)\s*第?\s*([1-9]\d?)\s*(?:个|号)?[。！]?$")
_JOB = re.compile(r"^job:[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}$")
_MENDED = re.compile(r"^(?:改|修改|补充)\s*([0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){2})$")
_RECORD = re.compile(r"(?<![0-9A-Za-z])[2-9A-HJ-NP-Za-hj-np-z]{4}(?:-[2-9A-HJ-NP-Za-hj-np-z]{4}){2}(?![0-9A-Za-z])")
_STAFF_CODE = re.compile(r"^[2-9A-HJ-NP-Za-hj-np-z]{4}-[2-9A-HJ-NP-Za-hj-np-z]{4}$")
"""What ties a chat to the account of one of the staff."""
_PROOF = re.compile(r"(?<![0-9A-Za-z])([0-9Xx]{4})(?:[Bb]\d)?(?![0-9A-Za-z])")
"""The last four characters of a certificate's number, which show that a record is about oneself."""
_CHINESE_DIGITS = "零一二三四五六七八九十"
_VALUE = re.compile(
    r"^(topic|region|role|group|measure|cmd|page|answer|verdict|results|check|levy|aspect|form|alert|job|own|list|broadcast):([A-Za-z0-9_.-]+)$"
)


@dataclass(frozen=True)
class Act:
    """A command or a choice; `argument` is e.g. the topic or region chosen."""

    name: str
    argument: str = ""


@dataclass(frozen=True)
class FollowUp:
    """A question about the last answer: one side of it, or another case of it."""

    aspect: str | None
    text: str


@dataclass(frozen=True)
class Ask:
    """Free text, as the separate questions it holds; each must be interpreted before it can be answered."""

    text: str
    questions: tuple[str, ...]


Reading = Act | FollowUp | Ask


def read(session: Session, incoming: Incoming, cues: Cues) -> Reading:
    """What the message is, by its form and by what was offered before."""
    if incoming.choice is not None:
        return _offered(session, *incoming.choice)
    if incoming.button is not None:
        return _value(incoming.button) or Act("expired")
    if len(incoming.text) > LONGEST:
        return Act("too_long", str(len(incoming.text)))
    text = clean(incoming.text)
    if not text:
        return Act("empty")
    choice = chosen(session, text)
    if choice:
        return choice
    named = _named(session, text)
    if named:
        return named
    command = cues.command(text)
    if command:
        return Act(command)
    if not has_words(text):
        return Act("no_words")
    wanted = cues.search(text)
    if wanted is not None:
        return Act("search", wanted)
    return _follow_up(session, text, cues) or Ask(text, tuple(questions(text)))


def _named(session: Session, text: str) -> Act | None:
    """A job of the list just shown that the person wants, 我想去 2; a record of theirs that they mend, 改 K7QD-….

    Or hours in which they are not to be disturbed.
    Or any other record by its number, with the end of the certificate's number for what is about oneself.
    """
    job = _WANTED.match(text)
    if job and int(job[1]) <= len(session.buttons):
        value = session.buttons[int(job[1]) - 1].value
        return Act("job", f"want.{value.removeprefix('job:')}") if _JOB.match(value) else None
    hours = quiet_hours(text)
    if hours is not None:
        return Act("alert", f"quiet.{hours}")
    record = _MENDED.match(text)
    if record:
        return Act("form", f"edit.{record[1].upper()}")
    if _STAFF_CODE.match(text):
        return Act("staff_code", text.upper())
    number = _RECORD.search(text)
    if number is None or (session.task is not None and session.task.waiting):
        return None
    proof = _PROOF.search(text[number.end() :])
    return Act("list", f"own.{number[0].upper()}.{proof[1].upper()}" if proof else number[0].upper())


def _offered(session: Session, turn: int, index: int) -> Act:
    """The button at `index` of what was offered in `turn`; buttons of earlier turns have expired."""
    if turn != session.turn or not 0 <= index < len(session.buttons):
        return Act("expired")
    return _value(session.buttons[index].value) or Act("expired")


def chosen(session: Session, text: str) -> Reading | None:
    """A button chosen by its number, its text or its value."""
    number = _NUMBER.match(text)
    if number and session.buttons:
        said = number.group(1)
        index = int(said) if said.isdigit() else _CHINESE_DIGITS.index(said)
        if 1 <= index <= len(session.buttons):
            return _value(session.buttons[index - 1].value)
        return Act("no_such_number", said)
    for button in session.buttons:
        if text in (button.text, button.value):
            return _value(button.value)
    return _value(text) if ":" in text else None


def _value(value: str) -> Act | None:
    """A button's value as an act."""
    found = _VALUE.match(value)
    if found is None:
        return None
    kind, argument = found.groups()
    return Act(argument) if kind == "cmd" else Act(kind, argument)


def _follow_up(session: Session, text: str, cues: Cues) -> FollowUp | None:
    """怎么申请 and the like, after an answer."""
    if session.last is None or session.pending is not None:
        return None
    aspect = cues.aspect(text)
    if aspect and len(cues.without_aspect(text)) <= 1:
        return FollowUp(aspect, text)
    return None
