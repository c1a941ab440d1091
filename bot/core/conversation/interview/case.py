"""One person's case as it stands: the interview with everything it is looked at with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property

from bot.core.conversation.interview.state import Interview
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting
from bot.core.eligibility.assessor import Scope
from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.determination import Determination
from bot.core.eligibility.questionnaire import Question, Questionnaire
from bot.core.regions.region import NATIONAL
from bot.core.verdicts.overview import Overview, overview

FEW_LINES = 4
"""Lines of a list in easy-read: more are hard to keep in mind."""
LINES = 8


@dataclass(frozen=True, eq=False)
class Case:
    """A session whose task is an interview, on one day."""

    session: Session
    setting: Setting
    today: dt.date

    @property
    def interview(self) -> Interview:
        """The interview."""
        task = self.session.task
        assert isinstance(task, Interview), "only made for a session with an interview"
        return task

    @cached_property
    def scope(self) -> Scope:
        """Whose case, where, when, on what."""
        topics = frozenset(self.interview.topics) or None
        region = self.session.region or NATIONAL
        return Scope(self.interview.about, region, self.interview.on or self.today, topics)

    @cached_property
    def known(self) -> Circumstances:
        """What was said, with what follows from it."""
        return self.setting.assessor.completed(self.interview.known, self.scope)

    @property
    def questionnaire(self) -> Questionnaire:
        """The questions in scope."""
        return self.setting.assessor.questionnaire(self.scope)

    @cached_property
    def found(self) -> list[Determination]:
        """All determinations."""
        return self.setting.assessor.determine(self.interview.known, self.scope)

    @cached_property
    def overview(self) -> Overview:
        """All determinations, in order."""
        return overview(self.found, self.setting.knowledge.catalogue.facts, self.interview.about)

    def next_question(self) -> Question | None:
        """The best question now."""
        lines = FEW_LINES if self.session.easy else LINES
        return self.questionnaire.next(self.known, self.interview.group, lines)

    def open_question(self) -> Question:
        """The question that was asked."""
        asked = self.interview.asked
        catalogue = self.setting.knowledge.catalogue
        listed = next((each for each in catalogue.question_lists if asked[0] in each.items), None)
        return Question(asked, self.interview.group or "", listed if len(asked) > 1 else None)

    def with_interview(self, interview: Interview) -> Case:
        """The same case with the interview further on."""
        return Case(replace(self.session, task=interview), self.setting, self.today)

    def say(self, key: str, **values: object) -> str:
        """A phrase of the content files, in the person's kind of words."""
        return self.setting.knowledge.phrases.say(key, self.session.easy, **values)

    @property
    def place(self) -> str:
        """The region's name."""
        return self.setting.knowledge.gazetteer.display_name(self.scope.region)
