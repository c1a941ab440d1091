"""Determines everything for one person or employer; what depends only on place, day and topics is kept at hand."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from dataclasses import dataclass

from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.determination import Candidate, Determination, candidates, determine_all
from bot.core.eligibility.inference import Contradiction, Inference
from bot.core.eligibility.questionnaire import Questionnaire
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.facts import About

KEPT = 512


@dataclass(frozen=True)
class Scope:
    """Whose case is looked at, where, for which day, and on which topics (`None`: all)."""

    about: About
    region: str
    on: dt.date
    topics: frozenset[str] | None = None


class Assessor:
    """Assesses circumstances against the catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._inference = Inference(catalogue.facts, catalogue.implications)
        self._prepared: OrderedDict[Scope, tuple[tuple[Candidate, ...], Questionnaire | None]] = OrderedDict()

    def completed(self, known: Circumstances, scope: Scope) -> Circumstances:
        """With what follows from what was said; a person is where the question is about unless they say otherwise."""
        if scope.about is About.PERSON and "region" not in known.said:
            known = known.saying({"region": scope.region})
        return self._inference.complete(known)

    def contradictions(self, known: Circumstances) -> list[Contradiction]:
        """What cannot be true at once."""
        return self._inference.contradictions(known)

    def determine(self, known: Circumstances, scope: Scope) -> list[Determination]:
        """A determination on every measure in scope; `known` is completed first."""
        return determine_all(self.candidates(scope), self.completed(known, scope))

    def candidates(self, scope: Scope) -> tuple[Candidate, ...]:
        """The measures in scope."""
        return self._prepare(scope)[0]

    def questionnaire(self, scope: Scope) -> Questionnaire:
        """The questions in scope; made when first asked for."""
        fitting, questions = self._prepare(scope)
        if questions is None:
            catalogue = self.catalogue
            questions = Questionnaire(catalogue.facts, catalogue.question_lists, self._inference, fitting, scope.about)
            self._prepared[scope] = (fitting, questions)
        return questions

    def _prepare(self, scope: Scope) -> tuple[tuple[Candidate, ...], Questionnaire | None]:
        found = self._prepared.get(scope)
        if found is None:
            fitting = candidates(self.catalogue, scope.region, scope.about, scope.on, scope.topics)
            found = self._prepared[scope] = (fitting, None)
            if len(self._prepared) > KEPT:
                self._prepared.popitem(last=False)
        self._prepared.move_to_end(scope)
        return found
