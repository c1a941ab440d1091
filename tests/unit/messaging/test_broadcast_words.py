"""What a broadcast says, and what staff are told about its words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from bot.catalog.broadcast_rules import load_broadcast_rules
from bot.catalog.content import load_phrases
from bot.core.messaging.announcement import File, Spot
from bot.core.messaging.broadcast import Life, Refusal
from bot.core.messaging.checks import CheckRules, Plan, check, days_in
from bot.core.messaging.composing import CALENDAR, CODE, compose
from bot.core.messaging.delivery import Reason, State
from bot.core.messaging.draft import Draft, FairDetails, from_document, to_document
from bot.services.broadcasts.report_broadcasts import WHEN_OPENED
from bot.settings import Settings

NOW = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
SAY = load_phrases(Settings().content_dir).say
RULES = CheckRules(20, {"届时": "到时候"})
FAIR = FairDetails(
    "AAAA-BBBB-CCCC",
    "专场招聘会",
    ("时间：2026年12月3日",),
    ("时间：12月3日",),
    NOW + dt.timedelta(days=12),
    link="https://example.org/?fair=AAAA-BBBB-CCCC",
)
DRAFT = Draft("专场招聘会", "欢迎来。", "来看看工作。")


def keys(draft: Draft = DRAFT, fair: FairDetails | None = None, plan: Plan | None = None) -> list[str]:
    found = check(draft, fair, plan or Plan(), RULES, NOW)
    return [each.key.removeprefix("broadcast_check_") + ("!" if each.stops else "") for each in found]


def test_the_link_is_a_sentence_at_the_end_and_the_way_out_stands_before_it() -> None:
    standard, easy = compose(replace(DRAFT, link="https://example.org/a"), None, SAY)
    assert standard.text.splitlines()[-1] == "想看详细内容，请打开 https://example.org/a 看。"
    assert "不要提醒" in standard.text.splitlines()[-2]
    assert standard.text.startswith("专场招聘会\n欢迎来。")
    assert easy.text.startswith("专场招聘会\n来看看工作。")


def test_a_title_that_the_text_says_is_not_said_twice() -> None:
    standard, _ = compose(Draft("专场招聘会", "12月3日有专场招聘会。"), None, SAY)
    assert standard.text.count("专场招聘会") == 1


def test_without_easy_words_everybody_gets_the_standard_ones() -> None:
    standard, easy = compose(replace(DRAFT, easy_text=""), FAIR, SAY)
    assert standard == easy


def test_a_fair_brings_its_details_its_calendar_and_a_code() -> None:
    standard, easy = compose(replace(DRAFT, qr=True), FAIR, SAY)
    assert "时间：2026年12月3日" in standard.text
    assert "时间：12月3日" in easy.text
    assert standard.calendar == File(CALENDAR)
    assert standard.image == File(CODE)
    assert "二维码" in standard.description
    assert FAIR.link is not None
    assert FAIR.link in standard.text, "nobody has to be able to scan"


def test_a_place_on_the_map_is_said_in_words_too() -> None:
    standard, _ = compose(replace(DRAFT, spot=Spot(23.6, 104.3, "会展中心", "示例路1号")), None, SAY)
    assert "会展中心，示例路1号" in standard.text


def test_a_correction_says_what_it_corrects() -> None:
    standard, easy = compose(replace(DRAFT, corrected="旧的标题"), None, SAY)
    assert standard.text.startswith("更正：前面发给您的“旧的标题”有变化")
    assert "旧的标题" in easy.text.splitlines()[0]


def test_nothing_is_found_in_what_is_in_order() -> None:
    assert keys() == []
    assert keys(fair=FAIR, plan=Plan(None, FAIR.ends)) == []


@pytest.mark.parametrize(
    ("draft", "fair", "plan", "found"),
    [
        (replace(DRAFT, easy_text=""), None, Plan(), ["no_easy"]),
        (replace(DRAFT, easy_text="字" * 21), None, Plan(), ["long"]),
        (replace(DRAFT, easy_text="届时来看看。"), None, Plan(), ["jargon"]),
        (replace(DRAFT, text="11月20日有招聘会。"), None, Plan(), ["past"]),
        (replace(DRAFT, image=File("image.png")), None, Plan(), ["image!"]),
        (replace(DRAFT, fair="AAAA-BBBB-CCCC"), None, Plan(), ["no_fair!"]),
        (DRAFT, None, Plan(None, NOW), ["expired!"]),
        (DRAFT, None, Plan(NOW + dt.timedelta(2), NOW + dt.timedelta(1)), ["never!"]),
        (DRAFT, replace(FAIR, is_cancelled=True), Plan(None, FAIR.ends), ["cancelled!"]),
        (DRAFT, replace(FAIR, ends=NOW), Plan(None, FAIR.ends), ["over!"]),
        (DRAFT, FAIR, Plan(), ["after_fair"]),
        (DRAFT, replace(FAIR, unsaid=("手语翻译",)), Plan(None, FAIR.ends), ["place"]),
    ],
)
def test_what_staff_should_look_at_again(draft: Draft, fair: FairDetails | None, plan: Plan, found: list[str]) -> None:
    assert keys(draft, fair, plan) == found


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2026年12月3日上午9点", ["2026-12-03"]),
        ("2026-12-03 到 2026/12/5", ["2026-12-03", "2026-12-05"]),
        ("12月3号", ["2026-12-03"]),
        ("1月5日", ["2027-01-05"]),
        ("11月20日", ["2026-11-20"]),
        ("2月30日、13月1日", []),
        ("电话0876-12-03456，岗位12月", []),
    ],
)
def test_the_days_a_text_names(text: str, days: list[str]) -> None:
    assert [day.isoformat() for day in days_in(text, NOW.date())] == days


def test_the_rules_of_the_office_are_read() -> None:
    settings = Settings()
    rules = load_broadcast_rules(settings.data_dir / "reference", settings.content_dir)
    assert rules.alone_up_to > 0
    assert "届时" in rules.checks.jargon


def test_every_state_reason_and_refusal_has_words() -> None:
    phrases = load_phrases(Settings().content_dir)
    assert set(phrases.group("broadcast_refusals")) == set(Refusal)
    assert set(phrases.group("broadcast_states")) == set(Life)
    assert set(phrases.group("delivery_states")) == {WHEN_OPENED, *(state.word for state in State)}
    assert set(phrases.group("delivery_reasons")) >= set(Reason)


def test_a_draft_is_stored_whole() -> None:
    whole = Draft(
        "标题", "正文", "易读", "AAAA", "https://a", File("a.png"), "图", Spot(1.0, 2.0, "a", "b"), True, "旧", "N"
    )
    assert from_document(to_document(whole)) == whole
