"""Doubtful demands of a posting are told with a better wording; what is part of the work, or beside it, is not."""

from __future__ import annotations

import pytest

from bot.catalog.content import load_phrases
from bot.catalog.registry_data import load_doubts
from bot.core.phrases import Phrases
from bot.core.registry.review import review
from bot.settings import ROOT, Settings

DOUBTS = load_doubts(ROOT / "data" / "reference")


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return load_phrases(Settings().content_dir)


def test_a_demand_is_told_with_its_words_a_reason_and_a_suggestion(phrases: Phrases) -> None:
    (sentence,) = review({"title": "客服", "essential": "接电话，限身体健全"}, DOUBTS, phrases)
    assert sentence.startswith("“限身体健全”：要求身体健全，等于不让残疾人报名。建议：删掉这一句")
    (easy,) = review({"title": "客服", "essential": "接电话，限身体健全"}, DOUBTS, phrases, easy=True)
    assert easy == "“限身体健全”：这句话会挡住残疾人。删掉。写每天做什么。"


def test_the_same_doubt_is_told_once_and_in_the_order_of_the_posting(phrases: Phrases) -> None:
    values = {"title": "前台，形象好", "essential": "身体健全，形象气质佳", "others": "身体健全"}
    told = review(values, DOUBTS, phrases)
    assert [sentence[1:4] for sentence in told] == ["形象好", "身体健"]


def test_what_can_be_given_to_a_colleague_may_be_asked_there(phrases: Phrases) -> None:
    lifting = "能搬重物"
    essential = review({"occupation": ("4-07-08",), "essential": lifting}, DOUBTS, phrases)
    assert len(essential) == 1
    assert review({"occupation": ("4-07-08",), "others": lifting}, DOUBTS, phrases) == ()
    assert review({"occupation": ("4-02-05",), "essential": lifting}, DOUBTS, phrases) == (), "part of the work"


@pytest.mark.parametrize(
    "values", [{}, {"title": "缝纫工", "skills": ("缝纫", "打字"), "number": 3, "essential": None}]
)
def test_a_harmless_posting_has_no_doubts(values: dict[str, object], phrases: Phrases) -> None:
    assert review(values, DOUBTS, phrases) == ()


def test_a_notice_handed_in_for_review_is_read_too(phrases: Phrases) -> None:
    assert len(review({"unit": "某单位", "notice": "报考者须五官端正"}, DOUBTS, phrases)) == 1
