"""Figures, sums, dates and steps at their edges."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from bot.core.records.calendars import occurrences
from bot.core.records.drafts import filled
from bot.core.records.fields import Value
from bot.core.records.figures import Standing, results
from bot.core.records.record import Record
from bot.core.records.staff import Staff, StaffRole
from bot.core.records.states import Move, States, stopped
from bot.core.records.tally import tally
from bot.core.records.words import figure_text
from tests.unit.records.desk import TODAY, Desk, real_registers


@pytest.mark.parametrize(
    ("disabled", "staff", "standing"),
    [(3, 20, Standing.REACHED), (2, 14, Standing.BELOW), (15, 100, Standing.REACHED), (149, 1000, Standing.BELOW)],
)
def test_exactly_the_share_asked_for_reaches_it(disabled: int, staff: int, standing: Standing) -> None:
    edition = real_registers()["federation_share"].editions["630200"]
    found = results({"disabled": disabled, "staff": staff}, edition, TODAY, {})
    assert found["share"].standing is standing


def test_a_share_of_nobody_cannot_be_computed() -> None:
    edition = real_registers()["federation_share"].editions["630200"]
    share = results({"disabled": 0}, edition, TODAY, {})["share"]
    assert share.value is None
    assert "还不能算" in figure_text(share, Desk().phrases)


@pytest.mark.parametrize(("leads", "told"), [(0, "还差3"), (2, "还差1"), (3, "达标"), (5, "达标"), (6, "多于5")])
def test_three_to_five_openings_for_a_graduate(leads: int, told: str) -> None:
    edition = real_registers()["graduate_plans"].editions["520000"]
    found = results({}, edition, TODAY, {"graduate_job_leads": leads})["leads"]
    assert told in figure_text(found, Desk().phrases)


def test_sums_by_group_keep_the_order_in_which_groups_appear() -> None:
    edition = real_registers()["placement_plans"].editions["410300"]
    records = [
        Record(str(number), "placement_plans", "410300", {"unit_kind": kind, "planned": planned, "actual": 1})
        for number, (kind, planned) in enumerate([("institution", 4), ("agency", 1), ("institution", 6)])
    ]
    summed = tally(records, edition, TODAY)
    assert [(line.group, line.records, line.sums["planned"]) for line in summed.groups] == [
        ("institution", 2, Decimal(10)),
        ("agency", 1, Decimal(1)),
    ]
    assert summed.total.figures["completion"].value == Decimal(300) / Decimal(11)


def test_without_any_record_sums_are_nought_and_no_ratio_is_told() -> None:
    summed = tally([], real_registers()["placement_plans"].editions["410300"], TODAY)
    assert (summed.total.records, summed.total.sums["planned"], summed.total.figures) == (0, Decimal(0), {})


@pytest.mark.parametrize(
    ("register", "region", "item", "days"),
    [
        ("reporting_calendar", "120119", "district", ["2023-11-30", "2024-11-30"]),
        ("reporting_calendar", "630200", "final", ["2024-10-31"]),
        ("reporting_calendar", "532622", "schemes", ["2023-04-30"]),
        ("reporting_calendar", "532622", "prefecture", ["2023-12-31", "2024-12-31"]),
        ("evaluation_calendar", "630200", "effect", ["2023-12-31"]),
        ("evaluation_calendar", "532622", "final", ["2024-12-31"]),
        ("publicity_calendar", "532622", "help_day", ["2023-05-21", "2024-05-19"]),
    ],
)
def test_days_that_the_documents_set(register: str, region: str, item: str, days: list[str]) -> None:
    edition = real_registers()[register].editions[region]
    found = occurrences(edition, dt.date(2024, 12, 31))
    assert [each.day.isoformat() for each in found if each.deadline.id == item] == days


STATES = States(
    {"a": "甲", "b": "乙"},
    {"b": Move("b", frozenset("a"), frozenset((StaffRole.ADMIN,)), by_another=True, needs=("day",))},
)


@pytest.mark.parametrize(
    ("state", "to", "values", "role", "kind"),
    [
        ("b", "a", {}, StaffRole.ADMIN, "no_way"),
        ("a", "c", {}, StaffRole.ADMIN, "no_way"),
        ("a", "b", {"day": "x"}, StaffRole.EDITOR, "not_your_step"),
        ("a", "b", {}, StaffRole.ADMIN, "needs_first"),
        ("a", "b", {"day": "x"}, StaffRole.ADMIN, None),
    ],
)
def test_steps(state: str, to: str, values: dict[str, Value], role: StaffRole, kind: str | None) -> None:
    stop = stopped(STATES, state, to, values, Staff("me", role, "000000"), "you")
    assert (stop.kind if stop else None) == kind


def test_whoever_entered_it_may_not_review_it() -> None:
    stop = stopped(STATES, "a", "b", {"day": "x"}, Staff("me", StaffRole.ADMIN, "000000"), "me")
    assert stop is not None and stop.kind == "needs_another"


def test_what_is_not_known_stays_blank_in_a_draft() -> None:
    assert filled("{unit}：{count}人，{day}", {"unit": "甲", "count": "0"}) == "甲：0人，＿＿＿"
