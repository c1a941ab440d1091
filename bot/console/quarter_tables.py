"""The quarter as it is reported: what the documents ask for, and plainly laid out where they prescribe no form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.console import figure_tables as tables
from bot.console.figure_tables import Table, Teller
from bot.console.guard import Visit
from bot.core.answers.figures import filled
from bot.core.figures.questions import together
from bot.core.figures.spans import Span
from bot.core.regions.region import ancestors


async def report_tables(visit: Visit, region: str, span: Span, tell: Teller) -> list[Table]:
    """The tables of the report."""
    desk, staff, now = visit.desk, visit.staff, visit.desk.clock.now()
    asked = await desk.figures.questions(region, staff, span)
    whole, say = together(asked), tell.words.say
    monthly = tables.monthly(await desk.figures.monthly(region, staff, span, now), span, tell)
    fairs = tables.fairs(await desk.figures.fairs(region, staff, span, now.date()), tell)
    heads = tuple(tell.words.group("figures.summary_columns").values())
    words = tell.words.group("figures.summary")
    summary: list[tuple[str | int, ...]] = [
        (words["asked"], tell.known(whole.asked or None)),
        (words["answered"], tell.known(whole.answered if whole.asked else None)),
        (words["share"], "—" if whole.share is None else f"{whole.share:.0%}"),
        *((words["often"] + str(place), tell.topic(line.topic)) for place, line in enumerate(asked[:3], start=1)),
    ]
    four = await desk.figures.quarterly_four(region, staff, span.name, now.date())
    found = [
        Table("monthly", say("figures.report_monthly"), monthly.columns, monthly.rows, notes=monthly.notes),
        Table("fairs", say("figures.report_fairs"), fairs.columns, fairs.rows),
        Table(
            "questions", say("figures.report_questions"), heads, tuple(summary), notes=(say("figures.counted_here"),)
        ),
    ]
    return found if four is None else [_four(four, tell), *found]


def reporting_lines(visit: Visit, region: str, tell: Teller) -> Sequence[str]:
    """Which document asks for a report, and what it leaves open."""
    desk, say, today = visit.desk, tell.words.say, visit.desk.clock.today()
    planned = next((code for code in ancestors(region) if code in desk.figure_rules.reporting), None)
    if planned is None:
        return (say("figures.no_duty"), say("figures.no_form"))
    measure = desk.figure_rules.reporting[planned]
    document = desk.figure_rules.documents[measure.document]
    clauses = "、".join(dict.fromkeys(citation.clause for citation in measure.citations))
    status = say(f"figures.status.{measure.period.status(today).value}")
    return (
        say("figures.duty", says=filled(measure.says.standard, measure, today, desk.phrases)),
        say("figures.duty_source", document=document.title, clause=clauses, status=status),
        say("figures.no_form"),
    )


def _four(four: Mapping[str, tuple[int | None, int]], tell: Teller) -> Table:
    """The four things of a quarter that one document asks of each prefecture, with a word for what is done."""
    say = tell.words.say
    heads = tuple(tell.words.group("figures.four_columns").values())
    rows = []
    for label, (done, wanted) in four.items():
        state = "unknown" if done is None else "reached" if done >= wanted else "short"
        rows.append((label, wanted, tell.known(done), say(f"figures.four_states.{state}")))
    return Table("four", say("figures.four"), heads, tuple(rows))
