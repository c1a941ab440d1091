"""What is kept, in plain words; one line a thing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core.answers.knowledge import Knowledge
from bot.core.conversation.own_data.requests import Given, HandedOver, Look, OwnData
from bot.core.conversation.remembering import remembered_facts
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting
from bot.core.eligibility.circumstances import Known
from bot.core.people.purposes import Purpose
from bot.core.records.record import Record
from bot.core.records.register import Edition, Register
from bot.core.records.showing import shown
from bot.core.verdicts.reasons import told


@dataclass(frozen=True)
class Sources:
    """Where the words come from."""

    knowledge: Knowledge
    registers: Mapping[str, Register]
    purposes: Mapping[str, Purpose]


def sources_of(setting: Setting) -> Sources:
    """The words of a conversation."""
    return Sources(setting.knowledge, setting.registers, setting.purposes)


class Telling:
    """Puts what is kept of a person into the words of their conversation."""

    def __init__(self, session: Session, sources: Sources) -> None:
        self._session = session
        self._sources = sources
        self._phrases = sources.knowledge.phrases

    def say(self, key: str, **values: object) -> str:
        """A phrase in standard or easy-read words."""
        return self._phrases.say(key, self._session.easy, **values)

    def everything(self, data: OwnData) -> list[str]:
        """All there is, shortly."""
        lines = [self.say("own_data_head"), self._talk()]
        lines += self._facts("own_data_told", remembered_facts(self._session))
        lines += self._facts("own_data_facts", data.facts)
        lines += [self.record_title(record) for record in data.records]
        if data.topics:
            lines.append(self.say("own_data_topics", topics="、".join(map(self.topic, data.topics))))
        lines += self.alerts(data)
        lines += [self.handover(each) for each in data.handovers]
        if data.empty:
            return [*lines, self.say("own_data_nothing_else")]
        lines.append(self.say("own_data_consent_count", count=len(data.consents)))
        looks = len(data.looks)
        return [*lines, self.say("own_data_look_count", count=looks) if looks else self.say("own_data_no_looks")]

    def record_title(self, record: Record) -> str:
        """What was handed in, under which number, and where it stands."""
        edition = self.edition(record)
        state = edition.states.labels[record.state] if edition.states and record.state else ""
        key = "own_data_record" if state else "own_data_record_kept"
        return self.say(key, title=edition.title, number=record.id, state=state)

    def record_lines(self, record: Record) -> list[str]:
        """Every value that its owner may see."""
        fields = self.edition(record).fields
        return [
            self.say("own_data_field", label=fields[name].label, value=self.value(record, name))
            for name in self.visible(record)
        ]

    def visible(self, record: Record) -> list[str]:
        """The fields of what was told, and what the declaration shows to its owner besides."""
        edition = self.edition(record)
        theirs = {*edition.outside, *edition.owner_sees}
        return [name for name in edition.fields if name in theirs and name in record.values]

    def value(self, record: Record, name: str) -> str:
        """One value in words."""
        field = self.edition(record).fields[name]
        return shown(field, record.values[name], self._sources.knowledge.gazetteer.display_name)

    def consent(self, given: Given) -> str:
        """What was agreed to, when and where."""
        channel = self._phrases.name("channels", given.channel)
        return self.say("own_data_consent", name=self.purpose(given.purpose), day=given.on, channel=channel)

    def purpose(self, purpose: str) -> str:
        """A purpose by its short name."""
        return self._sources.purposes[purpose].name.choose(self._session.easy)

    def look(self, look: Look) -> str:
        """Who looked at what and when."""
        staff = self._phrases.group("staff_names").get(look.staff, look.staff)
        register = self._sources.registers.get(look.register or "")
        what = self._phrases.name("looks", look.what)
        return self.say("own_data_look", day=look.on, staff=staff, what=what, title=register.title if register else "")

    def alerts(self, data: OwnData) -> list[str]:
        """How often and when they want to be told of things, as far as they chose that, and of which fairs."""
        lines = []
        if data.wish is not None and data.wish.pace is not None:
            paces = self._phrases.group("alert_paces_easy" if self._session.easy else "alert_paces")
            lines.append(self.say("own_data_pace", pace=paces[data.wish.pace.value]))
        if data.wish is not None and data.wish.quiet is not None:
            quiet = data.wish.quiet
            lines.append(self.say("own_data_quiet", begins=f"{quiet.begins:%H:%M}", ends=f"{quiet.ends:%H:%M}"))
        if data.reminders:
            lines.append(self.say("own_data_reminders", numbers="、".join(data.reminders)))
        return lines

    def handover(self, handed: HandedOver) -> str:
        """A conversation that went to staff."""
        return self.say("own_data_handover", number=handed.number, day=handed.on)

    def said(self, by: str, words: str) -> str:
        """One message of such a conversation."""
        return self.say("own_data_said", by=self._phrases.name("speakers", by), words=words)

    def topic(self, topic: str) -> str:
        """A topic by its title."""
        return self._sources.knowledge.catalogue.topics[topic].title

    def hangs_on(self, purpose: str, data: OwnData) -> str:
        """What is deleted when a consent is taken back."""
        parts = [part for record in data.records for part in self._of_record(record, purpose)]
        if purpose == "policy_notices" and data.facts:
            parts.append(self.say("own_data_the_facts"))
        if purpose == "alerts" and data.topics:
            parts.append(self.say("own_data_the_topics"))
        if purpose == "handover" and data.handovers:
            parts.append(self.say("own_data_the_handovers"))
        return "、".join(dict.fromkeys(parts))

    def edition(self, record: Record) -> Edition:
        """The declaration of a record."""
        edition = self._sources.registers[record.register].at(record.region)
        assert edition is not None, "records are only kept where their register is"
        return edition

    def _of_record(self, record: Record, purpose: str) -> Iterable[str]:
        edition = self.edition(record)
        if edition.consent == purpose:
            return [self.say("own_data_whole", title=edition.title, number=record.id)]
        several = edition.fields.items()
        fields = [field.label for name, field in several if field.consent == purpose and name in record.values]
        if not fields:
            return []
        return [self.say("own_data_part", title=edition.title, number=record.id, fields="、".join(fields))]

    def _talk(self) -> str:
        session, unknown = self._session, self.say("unknown_value")
        region = self._sources.knowledge.gazetteer.display_name(session.region) if session.region else unknown
        role = self._phrases.name("roles", session.role) if session.role else unknown
        mode = self.say("mode_easy" if session.easy else "mode_standard")
        return self.say("own_data_talk", region=region, role=role, mode=mode)

    def _facts(self, key: str, facts: Mapping[str, Known]) -> list[str]:
        knowledge, easy = self._sources.knowledge, self._session.easy
        dictionary = knowledge.catalogue.facts
        words = [told(dictionary[fact], value, knowledge, easy) for fact, value in facts.items() if fact in dictionary]
        return [self.say(key, facts="、".join(words))] if words else []
