"""Pages with figures: how the service does, and the quarter as it is reported."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from bot.console import figure_tables as tables
from bot.console.exporting import TYPES, download
from bot.console.figure_tables import Table, Teller
from bot.console.guard import Signed, Visit
from bot.console.quarter_tables import report_tables, reporting_lines
from bot.console.routing import router
from bot.core.figures.spans import LAST_TWELVE, Span, quarters, read_span
from bot.core.records.periods import period_text
from bot.core.regions.region import NATIONAL
from bot.spreadsheets.workbook import Sheet, workbook

QUARTERS = 8
SHEET = 31


@dataclass(frozen=True)
class Choice:
    """What the form on top offers: spans and regions, each with its name."""

    spans: dict[str, str]
    regions: dict[str, str]


def routes() -> APIRouter:
    """Both pages; with `export=xlsx` their files."""
    addresses = router()
    addresses.add_api_route("/figures", show, methods=["GET"])
    addresses.add_api_route("/figures/quarter", quarter, methods=["GET"])
    return addresses


async def show(visit: Signed) -> Response:
    """All tables and charts of a time and a region."""
    say, today = visit.desk.words.say, visit.desk.clock.today()
    region, span = _region(visit), read_span(visit.request.query_params.get("period", ""), today)
    several = await _tables(visit, region, span)
    title = say("figures.of", place=_place(visit, region), span=_span_name(visit, span))
    if visit.request.query_params.get("export") == "xlsx":
        return await _file(several, title, (title,))
    spans = {LAST_TWELVE: say("figures.last_twelve"), str(today.year): period_text(str(today.year))}
    spans |= {str(today.year - 1): period_text(str(today.year - 1))}
    spans |= {name: period_text(name) for name in quarters(today, QUARTERS)}
    latest = quarters(today, 1)[0]
    return visit.desk.pages.page(
        visit, "figures/figures.html", tables=several, heading=title, region=region, period=span.name,
        choice=Choice(spans, _regions(visit)), quarter=span.name if "Q" in span.name else latest,
    )  # fmt: skip


async def quarter(visit: Signed) -> Response:
    """The quarter, to be printed or handed on as a file."""
    say, today = visit.desk.words.say, visit.desk.clock.today()
    region, span = _region(visit), read_span(visit.request.query_params.get("quarter", ""), today)
    if "Q" not in span.name:
        span = read_span(quarters(today, 1)[0], today)
    tell = _teller(visit)
    several = await report_tables(visit, region, span, tell)
    title = say("figures.quarter_title", place=_place(visit, region), quarter=period_text(span.name))
    lines = reporting_lines(visit, region, tell)
    if visit.request.query_params.get("export") == "xlsx":
        return await _file(several, title, (title, *lines))
    spans = {name: period_text(name) for name in quarters(today, QUARTERS)}
    return visit.desk.pages.page(
        visit, "figures/quarter.html", tables=several, heading=title, lines=lines, region=region, quarter=span.name,
        choice=Choice(spans | {span.name: period_text(span.name)}, _regions(visit)), made=visit.desk.clock.now(),
    )  # fmt: skip


async def _tables(visit: Visit, region: str, span: Span) -> list[Table]:
    desk, staff, now, tell = visit.desk, visit.staff, visit.desk.clock.now(), _teller(visit)
    asked = await desk.figures.questions(region, staff, span)
    return [
        tables.monthly(await desk.figures.monthly(region, staff, span, now), span, tell),
        tables.targets(desk.figure_rules, region, await employed(visit), span, tell),
        tables.questions(asked, tell),
        tables.unanswered(asked, tell),
        tables.fairs(await desk.figures.fairs(region, staff, span, now.date()), tell),
        tables.delivery(await desk.figures.sent(region, staff, span, now), tell),
    ]


async def employed(visit: Visit) -> dict[str, int | None]:
    """By region of a target that is the staff's to know: how many are known to have been employed in its time."""
    desk, now = visit.desk, visit.desk.clock.now()
    found: dict[str, int | None] = {}
    for target in desk.figure_rules.targets:
        region, period = target.measure.region, target.measure.period
        if visit.staff.reaches(region) and period.start is not None:
            span = Span("", period.start, min(period.end or now.date(), now.date()))
            series = await desk.figures.monthly(region, visit.staff, span, now)
            found[region] = next((each.total for each in series if each.name == "employed"), None)
    return found


def _teller(visit: Visit) -> Teller:
    desk = visit.desk
    return Teller(desk.words, desk.topics, lambda region: _place(visit, region), desk.phrases.name)


def _place(visit: Visit, region: str) -> str:
    return visit.desk.words.say("whole_country") if region == NATIONAL else visit.desk.gazetteer.display_name(region)


def _region(visit: Visit) -> str:
    """The region asked for, if it is the staff's; theirs else."""
    asked = visit.request.query_params.get("region", "")
    known = asked in visit.desk.gazetteer.codes() and visit.staff.reaches(asked)
    return asked if known else visit.staff.region


def _regions(visit: Visit) -> dict[str, str]:
    """The staff's region, its parts, and what lies within that has a plan of its own."""
    own, desk = visit.staff.region, visit.desk
    planned = [region for region in desk.figure_rules.reporting if visit.staff.reaches(region)]
    asked = _region(visit)
    codes = dict.fromkeys((own, asked, *planned, *(child.code for child in desk.gazetteer.children(own))))
    return {code: _place(visit, code) for code in codes}


def _span_name(visit: Visit, span: Span) -> str:
    return visit.desk.words.say("figures.last_twelve") if span.name == LAST_TWELVE else period_text(span.name)


async def _file(several: Sequence[Table], title: str, lines: Sequence[str]) -> Response:
    sheets = [Sheet(each.caption[:SHEET], each.columns, each.rows, lines, each.notes) for each in several]
    content = await asyncio.to_thread(workbook, sheets)
    return download(content, f"{title}.xlsx", TYPES["xlsx"])
