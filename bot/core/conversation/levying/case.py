"""One employer's levy as it stands: the form with everything it is looked at with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from bot.core.conversation.levying.state import LevyForm
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting
from bot.core.levy.assessment import LevyAssessment, assess
from bot.core.levy.given import LevyInput, is_exempt, missing, worth_asking
from bot.core.levy.mentions import SevereGrades
from bot.core.levy.parameters import LevyParameters, parameters_on
from bot.core.levy.statement import severe_grades
from bot.core.levy.told import Checker

UNCLEAR = "unclear"
"""Asks what a wage is meant to be: a month's or a year's, one's or all people's."""
AGREED = "agreed"
REGION = "region"


@dataclass(frozen=True, eq=False)
class LevyCase:
    """A session whose task is a levy form, on one day."""

    session: Session
    setting: Setting
    today: dt.date

    @property
    def form(self) -> LevyForm:
        """The form."""
        task = self.session.task
        assert isinstance(task, LevyForm), "only made for a session with a levy form"
        return task

    @property
    def checker(self) -> Checker:
        """Checks what was told."""
        return Checker(self.setting.levy_rules, self.setting.knowledge, self.session.easy)

    @property
    def grades(self) -> SevereGrades:
        """The grades that count double."""
        return severe_grades(self.setting.levy_rules, self.today)

    @cached_property
    def given(self) -> LevyInput:
        """What is known, as the computation takes it."""
        return self.checker.read(self.form.said, dispatched=bool(self.form.agreed)).given

    @cached_property
    def parameters(self) -> LevyParameters | None:
        """What holds in the year and the region; `None` while the year is not known."""
        year = self.given.year
        if year is None:
            return None
        return parameters_on(self.setting.levy_rules, self.setting.knowledge.catalogue, self.session.region, year)

    @cached_property
    def assessment(self) -> LevyAssessment:
        """The levy; only for what is complete."""
        assert self.parameters is not None, "a complete form has a year"
        return assess(self.given, self.parameters)

    def needed(self) -> Iterator[str]:
        """What an amount cannot do without, in the order to ask."""
        form = self.form
        for name in missing(self.given, self.parameters):
            if name not in form.skipped:
                yield UNCLEAR if name in form.unclear else name
        if "dispatched_employees" in form.said:
            if form.agreed is None and AGREED not in form.skipped:
                yield AGREED
            if form.agreed and "dispatched_placed" not in form.said:
                yield "dispatched_placed"

    def worth_knowing(self) -> Iterator[str]:
        """What would make the amount surer, once nothing else is needed, in the order to ask."""
        given, parameters = self.given, self.parameters
        if parameters is None or is_exempt(given, parameters):
            return
        fields = [name for name in worth_asking(given, parameters) if name == "ratio" or self.assessment.payable]
        if self.session.region is None and "ratio" in fields:
            fields.insert(0, REGION)
        if self.assessment.payable and given.dispatched_placed and given.dispatched_severe is None:
            fields.append("dispatched_severe")
        for name in fields:
            if name not in self.form.skipped:
                yield UNCLEAR if name in self.form.unclear else name

    def next_field(self) -> str | None:
        """What to ask now; `None` if the amount can be told."""
        for name in self.needed():
            return name
        return next(self.worth_knowing(), None) if self.form.thorough else None

    def is_open(self, field: str) -> bool:
        """Whether the question for `field` still makes sense; the year and the place can be asked anew at any time."""
        if field in ("year", REGION) or field in self.needed():
            return True
        return self.complete and field in self.worth_knowing()

    @property
    def complete(self) -> bool:
        """Whether an amount can be told."""
        return next(self.needed(), None) is None

    @property
    def spoke_last(self) -> bool:
        """Whether the last reply came from this dialogue."""
        return self.form.spoke == self.session.turn

    def with_form(self, **changes: Any) -> LevyCase:
        """The same case with the form further on."""
        return LevyCase(replace(self.session, task=replace(self.form, **changes)), self.setting, self.today)

    def in_region(self, code: str) -> LevyCase:
        """The same employer elsewhere."""
        return LevyCase(replace(self.session, region=code), self.setting, self.today)

    def say(self, key: str, **values: object) -> str:
        """A phrase of the content files, in the person's kind of words."""
        return self.setting.knowledge.phrases.say(key, self.session.easy, **values)

    def names(self, group: str) -> Mapping[str, str]:
        """A list of the content files."""
        return self.setting.knowledge.phrases.group(group)

    @property
    def place(self) -> str:
        """The region's name; empty without one."""
        region = self.session.region
        return self.setting.knowledge.gazetteer.display_name(region) if region else ""
