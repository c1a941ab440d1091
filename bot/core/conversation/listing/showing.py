"""Lists of published records and one of them, as text."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.conversation.listing.kinds import ACCESSIBLE, FAIRS, headline
from bot.core.conversation.listing.requests import LookedUp
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting
from bot.core.records.record import Record
from bot.core.records.register import Edition
from bot.core.records.showing import shown
from bot.core.regions.region import NATIONAL

PAGE = 3
"""Entries in one message: read aloud, more cannot be kept in mind."""


def page_text(records: Sequence[Record], start: int, topic: str, session: Session, setting: Setting) -> str:
    """A page of the list, a line each."""
    say = setting.knowledge.phrases.say
    place = setting.knowledge.gazetteer.display_name(session.region or NATIONAL)
    head = say(f"list_{topic}", session.easy, place=place, count=len(records))
    lines = [
        say("list_item", session.easy, number=number, entry=line_of(record, setting))
        for number, record in enumerate(records[start : start + PAGE], 1)
    ]
    return "\n".join((head, *lines, say("list_choose", session.easy)))


def line_of(record: Record, setting: Setting) -> str:
    """One entry in a line."""
    edition = edition_of(record, setting)
    names = headline(record.register, edition.public.fields)
    return "，".join(_shown(record, name, edition, setting) for name in names if name in record.values)


def title_of(record: Record, setting: Setting) -> str:
    """What an entry is called: the first of its line."""
    edition = edition_of(record, setting)
    return _shown(record, headline(record.register, edition.public.fields)[0], edition, setting)


def named_text(registers: Sequence[str], region: str, setting: Setting, *, easy: bool) -> str:
    """What the document of the region names itself, word for word."""
    editions = [setting.registers[name].at(region) for name in registers if name in setting.registers]
    names = dict.fromkeys(str(entry["name"]) for each in editions if each for entry in each.named if "name" in entry)
    return setting.knowledge.phrases.say("list_named", easy, names="、".join(names)) if names else ""


def details_text(found: LookedUp, session: Session, setting: Setting) -> str:
    """One entry in full: what is published of it, and what people have to ask for before they set out."""
    record = found.record
    assert record is not None, "something was found"
    say, edition = setting.knowledge.phrases.say, edition_of(record, setting)
    lines = [
        f"{edition.fields[name].label}：{_shown(record, name, edition, setting)}"
        for name in edition.public.fields
        if name in record.values
    ]
    untold = [edition.fields[name].label for name in ACCESSIBLE.get(record.register, ()) if name not in record.values]
    if untold:
        lines.append(say("list_untold", session.easy, labels="、".join(untold)))
    lines.append(say("list_number", session.easy, number=record.id))
    if found.calendar and record.register == FAIRS:
        lines.append(say("list_calendar", session.easy, address=found.calendar))
    return "\n".join(lines)


def own_text(record: Record, session: Session, setting: Setting) -> str:
    """What a record holds for the person it is about."""
    edition = edition_of(record, setting)
    lines = [
        f"{edition.fields[name].label}：{_shown(record, name, edition, setting)}"
        for name in edition.owner_sees
        if name in record.values
    ]
    head = setting.knowledge.phrases.say("list_own", session.easy, title=edition.title)
    return "\n".join((head, *lines))


def edition_of(record: Record, setting: Setting) -> Edition:
    """The declaration by which a record is kept."""
    edition = setting.registers[record.register].at(record.region)
    assert edition is not None, "records are only kept where their register is"
    return edition


def _shown(record: Record, name: str, edition: Edition, setting: Setting) -> str:
    return shown(edition.fields[name], record.values[name], setting.knowledge.gazetteer.display_name)
