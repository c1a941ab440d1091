"""A copy of everything that is kept of a person: as a document for machines, and as text."""

from __future__ import annotations

import datetime as dt
from typing import Any

from bot.core.conversation.own_data.requests import OwnData
from bot.core.conversation.own_data.telling import Sources, Telling
from bot.core.conversation.remembering import remembered_facts
from bot.core.conversation.session import Session
from bot.core.eligibility.circumstances import Known, OneOf
from bot.core.records.plain import to_plain
from bot.core.records.record import Record


def document(data: OwnData, session: Session, sources: Sources, on: dt.date) -> dict[str, Any]:
    """Plain data, with the words beside the codes, so that it can be read without this service."""
    telling = Telling(session, sources)
    return {
        "on": on.isoformat(),
        "conversation": {"region": session.region, "role": session.role, "easy": session.easy,
                         "facts": {fact: _plain(known) for fact, known in remembered_facts(session).items()},
                         "recent": [{"person": each.said, "assistant": each.answered} for each in session.recent]},
        "facts_for_notices": {fact: _plain(known) for fact, known in data.facts.items()},
        "records": [_record(record, telling) for record in data.records],
        "subscriptions": list(data.topics),
        "alerts": _alerts(data),
        "consents": [
            {"purpose": each.purpose, "name": telling.purpose(each.purpose), "version": each.version,
             "text": _agreed(each.purpose, each.version, sources), "channel": each.channel, "on": each.on.isoformat()}
            for each in data.consents
        ],
        "looked_at_by": [
            {"on": each.on.isoformat(), "staff": each.staff, "what": each.what, "register": each.register}
            for each in data.looks
        ],
        "handovers": [
            {"number": each.number, "on": each.on.isoformat(), "open": each.is_open,
             "said": [{"by": by, "text": text} for by, text in each.said]}
            for each in data.handovers
        ],
    }  # fmt: skip


def _alerts(data: OwnData) -> dict[str, Any]:
    wish = data.wish
    quiet = wish.quiet if wish else None
    return {
        "pace": wish.pace.value if wish and wish.pace else None,
        "quiet": [f"{quiet.begins:%H:%M}", f"{quiet.ends:%H:%M}"] if quiet else None,
        "reminders": list(data.reminders),
    }


def text(data: OwnData, session: Session, sources: Sources, on: dt.date) -> str:
    """The same for reading."""
    telling = Telling(session, sources)
    lines = [telling.say("own_data_copy_title", day=on), "", *telling.everything(data)]
    for record in data.records:
        lines += ["", telling.record_title(record), *telling.record_lines(record)]
    if data.consents:
        lines += ["", telling.say("own_data_consents"), *map(telling.consent, data.consents)]
    if data.looks:
        lines += ["", telling.say("own_data_looks"), *map(telling.look, data.looks)]
    for handed in data.handovers:
        lines += ["", telling.handover(handed), *(telling.said(by, told) for by, told in handed.said)]
    return "\n".join(lines) + "\n"


def _record(record: Record, telling: Telling) -> dict[str, Any]:
    edition = telling.edition(record)
    visible = telling.visible(record)
    return {
        "number": record.id,
        "register": record.register,
        "title": edition.title,
        "region": record.region,
        "state": record.state,
        "since": record.state_since.isoformat() if record.state_since else None,
        "values": {name: to_plain(record.values[name]) for name in visible},
        "words": {edition.fields[name].label: telling.value(record, name) for name in visible},
    }


def _agreed(purpose: str, version: str, sources: Sources) -> str | None:
    wording = sources.purposes[purpose].text(version)
    return wording.standard if wording else None


def _plain(known: Known) -> Any:
    values = sorted(known.values, key=str) if isinstance(known, OneOf) else [known]
    plain = [value if isinstance(value, bool | int) else str(value) for value in values]
    return plain if isinstance(known, OneOf) else plain[0]
