"""No answer may show a figure that is not in the catalogue with a clause, or that belongs to another region."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

import pytest

from bot.core.answers.answer import Answer
from bot.core.answers.compose import compose
from bot.core.answers.figures import shown
from bot.core.answers.knowledge import Knowledge, Query
from bot.core.policies.measures import Measure, Role
from bot.core.regions.region import ancestors
from tests.policies.test_catalogue import REGIONS

DAYS = (dt.date(2023, 6, 1), dt.date(2025, 6, 1), dt.date(2026, 11, 21))
ROLES = (None, Role.SEEKER, Role.EMPLOYER, Role.STAFF)
FIGURE = re.compile(r"\d+(?:\.\d+)?[%‰万]?")
CHINESE_AMOUNT = re.compile(
    r"(?<![\d一二两三四五六七八九十百千万])[一二两三四五六七八九十百千万]+(?:元|块钱|%|个百分点)"
)


def _sources(measures: Iterable[Measure], answer: Answer, knowledge: Knowledge) -> str:
    """Everything with a source that an answer of this region may show, in one text."""
    parts = [knowledge.helpline, answer.on.strftime("%Y年%-m月%-d日")]
    for measure in measures:
        parts += [shown(p, answer.on, knowledge.phrases) for p in measure.parameters.values()]
        document = knowledge.catalogue.documents[measure.document]
        texts = [document.title, document.short, document.number or "", document.end_note or "", measure.title]
        for successor in document.successors:
            later = knowledge.catalogue.documents[successor]
            texts += [later.title, later.short, later.number or ""]
        for day in (measure.period.start, measure.period.end, document.period.start, document.period.end):
            texts += [day.strftime("%Y年%-m月%-d日")] if day else []
        parts += texts + [citation.clause for citation in measure.citations]
    return "|".join(parts)


def _texts(answer: Answer) -> Iterable[str]:
    yield answer.detail
    for reply in answer.replies:
        yield reply.text


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("easy", [False, True])
def test_every_figure_has_a_source_in_the_region_or_above_it(region: str, easy: bool, knowledge: Knowledge) -> None:
    catalogue = knowledge.catalogue
    for topic in catalogue.topics:
        measures = (*catalogue.local(region, topic), *catalogue.national(topic))
        if not measures:
            continue
        titles = [measure.title for measure in measures]
        for on in DAYS:
            for role in ROLES:
                # Every measure comes first once; for the roles the plain question is enough.
                for question in titles if role is None else [""]:
                    answer = compose(Query(topic, question, region, role, on, easy), knowledge)
                    allowed = set(FIGURE.findall(_sources(measures, answer, knowledge)))
                    for text in _texts(answer):
                        assert set(FIGURE.findall(text)) <= allowed, (topic, question, text)
                        assert not CHINESE_AMOUNT.findall(text), (topic, text)


@pytest.mark.parametrize("region", REGIONS)
def test_an_answers_measures_and_citations_belong_to_the_region_or_above_it(region: str, knowledge: Knowledge) -> None:
    for topic in knowledge.catalogue.topics:
        if not (knowledge.catalogue.local(region, topic) or knowledge.catalogue.national(topic)):
            continue
        for on in DAYS:
            answer = compose(Query(topic, "", region, None, on), knowledge)
            assert {measure.partition(".")[0] for measure in answer.measures} <= set(ancestors(region))
            assert {citation.region for citation in answer.citations} <= set(ancestors(region))
            assert answer.citations, topic


@pytest.mark.parametrize("region", REGIONS)
def test_first_replies_are_short(region: str, knowledge: Knowledge) -> None:
    lengths = [
        len(compose(Query(topic, m.title, region, None, DAYS[2]), knowledge).replies[0].text)
        for topic in knowledge.catalogue.topics
        for m in knowledge.catalogue.local(region, topic)
    ]
    assert max(lengths) <= 260
    assert sum(length <= 210 for length in lengths) / len(lengths) >= 0.95
