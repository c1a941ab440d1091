"""What is marked in a posting and what is let pass, why, and on what ground."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.catalog.load import load_catalogue
from bot.catalog.regions_csv import load_gazetteer
from bot.catalog.registry_data import load_doubts, load_occupations
from bot.core.policies.measures import Force, Role
from bot.core.registry.jobs import Duty, Job
from bot.core.registry.wording import Doubt, DoubtKind, Finding, check, check_duties
from bot.settings import ROOT

REFERENCE = ROOT / "data" / "reference"
DOUBTS = load_doubts(REFERENCE)
BY_ID = {doubt.id: doubt for doubt in DOUBTS}
SENTENCES = yaml.safe_load((Path(__file__).parent / "posting_sentences.yaml").read_text(encoding="utf-8"))
CUSTOMER_SERVICE, LOADING = "4-04-05", "4-02-05"


def marked(text: str, job: str | None = None) -> list[str]:
    return [finding.doubt.id for finding in check(text, DOUBTS, job)]


@pytest.mark.parametrize("sentence", SENTENCES["doubtful"], ids=lambda sentence: sentence["says"])
def test_doubtful_demands_are_marked(sentence: dict[str, Any]) -> None:
    assert sorted(marked(sentence["says"], sentence.get("job"))) == sorted(sentence["finds"])


@pytest.mark.parametrize("sentence", SENTENCES["harmless"], ids=lambda sentence: sentence["says"])
def test_harmless_sentences_are_let_pass(sentence: dict[str, Any]) -> None:
    assert marked(sentence["says"], sentence.get("job")) == []


def test_there_are_enough_sentences_and_every_doubt_is_among_them() -> None:
    assert len(SENTENCES["doubtful"]) >= 50 and len(SENTENCES["harmless"]) >= 30
    found = {name for sentence in SENTENCES["doubtful"] for name in sentence["finds"]}
    assert found == set(BY_ID)


def test_a_finding_says_where_the_words_stand() -> None:
    text = "招聘文员：会打字，限身体健全；35岁以下。"
    findings = check(text, DOUBTS)
    assert [text[each.start : each.end] for each in findings] == [each.words for each in findings]
    assert [each.words for each in findings] == ["限身体健全", "35岁以下"]


def test_what_makes_one_clause_harmless_does_not_excuse_the_next() -> None:
    assert marked("男女不限，35岁以下") == ["age"]
    assert marked("年龄不限，限男性") == ["sex"]


def test_what_a_job_is_about_is_not_doubted_but_is_where_it_is_beside_the_point() -> None:
    assert marked("能搬重物", LOADING) == []
    assert marked("能搬重物", CUSTOMER_SERVICE) == ["heavy_lifting"]
    assert marked("能搬重物") == ["heavy_lifting"]


def test_a_duty_that_is_called_marginal_is_not_doubted_for_being_so() -> None:
    heavy, healthy = "偶尔要搬重物", "身体健全"
    duties = (Duty(heavy, essential=True), Duty(heavy, essential=False), Duty(healthy, essential=False))
    job = Job("1", "某单位", "客服", CUSTOMER_SERVICE, "532622", duties=duties)
    found = [(duty.essential, finding.doubt.id) for duty, finding in check_duties(job, DOUBTS)]
    assert found == [(True, "heavy_lifting"), (False, "health")]


def finding(text: str) -> Finding:
    (only,) = check(text, DOUBTS)
    return only


def test_haidongs_rule_is_named_in_haidong_only_and_for_public_employers_only() -> None:
    doubt = finding("限身体健全").doubt
    haidong = "630200.exam_notice_rule"
    assert haidong in [each.measure for each in doubt.basis_in("630202", public=True)]
    assert haidong in [each.measure for each in doubt.basis_in("630200")]
    assert haidong not in [each.measure for each in doubt.basis_in("630200", public=False)]
    assert haidong not in [each.measure for each in doubt.basis_in("520100", public=True)]
    assert [each.measure for each in doubt.basis_in("520100")] == [
        "000000.report_abuse_hiring",
        "000000.report_abuse_discrimination",
    ]
    assert doubt.exception is not None and "特殊" in doubt.exception.standard


@pytest.fixture(scope="module")
def catalogue() -> Any:
    return load_catalogue(ROOT / "policies", load_gazetteer(REFERENCE).codes())


def test_every_ground_is_a_stated_duty_of_employers(catalogue: Any) -> None:
    for doubt in DOUBTS:
        for basis in doubt.basis:
            measure = catalogue.measure(basis.measure)
            assert measure.force is Force.MUST, basis.measure
            assert Role.EMPLOYER in measure.audience, basis.measure


@pytest.mark.parametrize("doubt", DOUBTS, ids=lambda doubt: doubt.id)
def test_where_no_rule_is_on_record_none_is_claimed(doubt: Doubt) -> None:
    said = doubt.reason.standard + doubt.suggestion.standard
    assert "违法" not in said and "违反" not in said and "法律" not in said
    if doubt.kind is DoubtKind.DISCRIMINATING and not doubt.basis:
        assert "不得" not in said


@pytest.mark.parametrize("doubt", DOUBTS, ids=lambda doubt: doubt.id)
def test_suggestions_can_be_pasted_without_being_marked_again(doubt: Doubt) -> None:
    suggested = doubt.suggestion.standard.split("“")[1:]
    for part in suggested:
        assert marked(part.split("”")[0]) == []


def test_occupations_that_demands_belong_to_are_in_the_table() -> None:
    known = set(load_occupations(REFERENCE).codes())
    assert {code for doubt in DOUBTS for code in doubt.essential_for} <= known
