"""Regions, sources, excerpts, imported clauses and speed of clause search."""

import datetime as dt
import time

import pytest

from bot.core.answers.knowledge import Knowledge
from bot.core.conversation.turn import Search
from bot.core.policies.imported import ImportedClause
from bot.core.regions.region import ancestors
from bot.retrieval.search import ClauseSearch
from bot.retrieval.terms import Terms

ON = dt.date(2026, 11, 21)
FERRY = ImportedClause(
    region="530000",
    document_title="云南省渡口残疾人船工补助办法",
    number="云渡发〔2026〕3号",
    clause="第五条",
    text="残疾人船工每月领取渡口补助。" + "补助由交通运输部门审核，" * 30 + "发放时张榜公布摆渡名册。",
    effective_from=dt.date(2026, 1, 1),
    effective_to=None,
)


@pytest.fixture(scope="module")
def with_import(knowledge: Knowledge, terms: Terms) -> ClauseSearch:
    return ClauseSearch(knowledge, terms, ON, [FERRY])


def test_it_is_a_search(search: ClauseSearch) -> None:
    protocol: Search = search
    assert protocol.find("烟草证", "532622", limit=1)


def test_a_source_names_place_document_clause_and_status(search: ClauseSearch) -> None:
    hit = search.find("外出打工有补贴吗", "532622")[0]
    assert hit.source == "砚山县《砚山县残疾人就业任务分解方案》表一5.3，已到期"


def test_the_status_is_that_of_the_day(knowledge: Knowledge, terms: Terms) -> None:
    hit = ClauseSearch(knowledge, terms, dt.date(2024, 5, 1)).find("外出打工有补贴吗", "532622")[0]
    assert hit.source.endswith("表一5.3，有效")


def test_figures_are_filled_in(search: ClauseSearch) -> None:
    texts = [hit.text for hit in search.find("省外1000元补贴", "532622")]
    assert any("1000元" in text for text in texts)
    assert all("{" not in text for text in texts)


@pytest.mark.parametrize("region", ["532622", "410305", "410300", "630222", "530000", "000000"])
@pytest.mark.parametrize("text", ["残保金怎么算", "公益性岗位", "烟草证", "培训补贴"])
def test_only_the_regions_own_chain_is_searched(search: ClauseSearch, region: str, text: str) -> None:
    assert all(hit.region in ancestors(region) for hit in search.find(text, region, limit=20))


def test_without_a_region_only_national_rules_are_found(search: ClauseSearch) -> None:
    hits = search.find("残保金怎么算", None, limit=20)
    assert hits and all(hit.region == "000000" for hit in hits)


@pytest.mark.parametrize("text", ["残保金怎么算", "按摩店能刷医保吗", "渡口补助", "摆渡名册", "税收优惠"])
def test_hits_are_short_distinct_and_best_first(with_import: ClauseSearch, text: str) -> None:
    hits = with_import.find(text, "532622", limit=10)
    assert hits
    assert all(0 < len(hit.text) <= 80 for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({(hit.measure, hit.source) for hit in hits}) == len(hits)
    assert all(0 < hit.score <= 10 for hit in hits)


def test_imported_clauses_are_found_with_their_citation(with_import: ClauseSearch) -> None:
    hit = with_import.find("渡口补助", "532622")[0]
    assert hit.source == "云南省《云南省渡口残疾人船工补助办法》云渡发〔2026〕3号第五条，有效"
    assert hit.measure is None
    assert not [hit for hit in with_import.find("渡口补助", "410300") if "渡口" in hit.text]


def test_the_excerpt_shows_the_sentence_that_answers(with_import: ClauseSearch) -> None:
    assert "摆渡名册" in with_import.find("摆渡名册", "532622")[0].text


def test_both_ways_of_saying_score_alike(search: ClauseSearch) -> None:
    everyday, official = (search.find(text, "532622")[0] for text in ("残保费", "残疾人就业保障金"))
    assert everyday.measure == official.measure
    assert everyday.score == pytest.approx(official.score)


def test_a_search_over_nothing_finds_nothing(knowledge: Knowledge, terms: Terms) -> None:
    bare = Knowledge(
        type(knowledge.catalogue)({}, {}, (), (), {}, (), ()),
        knowledge.gazetteer,
        knowledge.phrases,
        knowledge.helpline,
        knowledge.likeness,
    )
    assert ClauseSearch(bare, terms, ON).find("残保金", "532622") == ()


def test_a_query_is_quick(search: ClauseSearch) -> None:
    best = min(_seconds(search) for _ in range(20))
    assert best < 0.005, "measured 0.2 ms; five leaves room for a busy machine"


def _seconds(search: ClauseSearch) -> float:
    start = time.perf_counter()
    search.find("我户口在农村，出去广东打工有没有补贴，要带什么材料", "532622")
    return time.perf_counter() - start
