"""One form as it stands, with everything it is looked at with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from bot.core.conversation.form.state import Form
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting
from bot.core.policies.facts import Fact
from bot.core.policies.measures import Role
from bot.core.records.fields import Field, FieldType, Value
from bot.core.records.plain import from_plain, to_plain
from bot.core.records.register import Edition
from bot.core.records.showing import shown
from bot.core.regions.region import NATIONAL
from bot.core.registry.occupations import Occupations

SUCH_AS = 3
"""Everyday words shown beside the name of a class."""


@dataclass(frozen=True, eq=False)
class FormCase:
    """A session whose task is a form, on one day."""

    session: Session
    setting: Setting
    today: dt.date

    @property
    def form(self) -> Form:
        """The form."""
        task = self.session.task
        assert isinstance(task, Form), "only made for a session with a form"
        return task

    def with_form(self, **changes: Any) -> FormCase:
        """With the form changed."""
        return self.holding(replace(self.form, **changes))

    def holding(self, form: Form) -> FormCase:
        """With this form."""
        return replace(self, session=replace(self.session, task=form))

    def in_region(self, code: str) -> FormCase:
        """For another region; what was told stays as far as the register knows it there."""
        moved = replace(self.form, region=code)
        return replace(self, session=replace(self.session, region=code, pending=None, task=moved))

    @cached_property
    def edition(self) -> Edition:
        """The declaration as it stands where the form is for; before that is known, as it stands anywhere."""
        register = self.setting.registers[self.form.register]
        found = register.at(self.form.region or self.session.region or NATIONAL)
        return found or next(iter(register.editions.values()))

    @property
    def role(self) -> Role:
        """As whom the person hands it in."""
        open_to = self.edition.open_to
        known = Role(self.session.role) if self.session.role else None
        return known if known in open_to and known is not None else min(open_to, key=list(Role).index)

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """What was told, without what does not apply any more."""
        told = from_plain(self.form.values, self.edition.outside)
        return {name: value for name, value in told.items() if applies(self.edition.fields[name], told)}

    @property
    def plain_values(self) -> dict[str, Any]:
        """The same for storing."""
        return {name: to_plain(value) for name, value in self.values.items()}

    def fields(self) -> Iterator[Field]:
        """The fields that are asked in this case, in their order."""
        for field in self.edition.outside.values():
            offered = field.among is None or len(self.options(field)) > 0
            if offered and applies(field, self.values) and field.consent not in self.form.refused:
                yield field

    def options(self, field: Field) -> tuple[str, ...]:
        """The options offered for a field, as far as another field does not rule them out."""
        of = field.among or field.apart_from
        chosen = self.values.get(of, ()) if of else ()
        several = chosen if isinstance(chosen, tuple) else ()
        return tuple(option for option in field.choices if of is None or (option in several) is bool(field.among))

    def open_fields(self) -> list[Field]:
        """Those neither told nor left out."""
        return [field for field in self.fields() if field.id not in (*self.values, *self.form.skipped)]

    def fact(self, field: Field) -> Fact | None:
        """The fact that the field shares with the eligibility interview."""
        return self.setting.knowledge.catalogue.facts[field.fact] if field.fact else None

    def shown(self, field: Field) -> str:
        """A told value in words, as its owner reads it."""
        value = self.values[field.id]
        if field.type is FieldType.MONEY and isinstance(value, Decimal):
            whole = value == value.to_integral_value()
            return self.say("form_yuan", amount=f"{value:.0f}" if whole else f"{value:.2f}")
        if field.occupations is not None and isinstance(value, tuple):
            return "、".join(self._occupation(code, field.occupations) for code in value)
        return shown(field, value, self.place)

    def _occupation(self, code: str, occupations: Occupations) -> str:
        """A class with the words people use for it: its official name alone says little."""
        found = occupations.get(code)
        if found is None or not found.synonyms:
            return found.name if found else code
        return self.say("form_occupation", name=found.name, such_as="、".join(found.synonyms[:SUCH_AS]))

    def place(self, region: str) -> str:
        """A region's name."""
        return self.setting.knowledge.gazetteer.display_name(region)

    def say(self, key: str, **values: object) -> str:
        """A sentence of the content files."""
        return self.setting.knowledge.phrases.say(key, self.session.easy, **values)


def applies(field: Field, values: Mapping[str, Value]) -> bool:
    """Whether a field is asked at all, by what was told in others."""
    if field.only_if is None:
        return True
    name, wanted = field.only_if
    value = values.get(name)
    return any(each in wanted for each in value) if isinstance(value, tuple) else value in wanted
