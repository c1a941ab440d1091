"""Tables of figures, the same on the page and in the file, and the charts beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from bot.catalog.figure_rules import FigureRules
from bot.console.charts import Bar, Shares, columns, shares
from bot.console.words import Words
from bot.core.figures.questions import TopicLine, together
from bot.core.figures.series import Series
from bot.core.figures.spans import Span
from bot.core.messaging.delivery import State
from bot.core.policies.catalogue import Topic
from bot.core.regions.region import ancestors
from bot.services.staff.figure_ports import Sent
from bot.services.staff.figures import Fair

TOPICS_DRAWN = 12
Cell = str | int


@dataclass(frozen=True)
class Table:
    """A table with its caption: the first cell of a row is its heading. `charts` stand above it, `notes` below."""

    name: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    charts: tuple[Markup, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Teller:
    """Words and names that tables are made of. `place` gives a region's name, `name` that of an id of a kind."""

    words: Words
    topics: Mapping[str, Topic]
    place: Callable[[str], str]
    name: Callable[[str, str], str]

    def known(self, number: int | None) -> Cell:
        """A number, or that nobody registered it: never 0 in its place."""
        return self.words.say("figures.unknown") if number is None else number

    def topic(self, topic: str) -> str:
        """A topic's name."""
        return self.topics[topic].title if topic in self.topics else topic


def targets(rules: FigureRules, region: str, employed: Mapping[str, int | None], span: Span, tell: Teller) -> Table:
    """What the documents of this region and its parts, and of those above, want.

    `employed` by region: those known to have been employed in the document's time, as far as it is theirs to know.
    """
    say, rows = tell.words.say, []
    for target in rules.targets:
        if concerns(target.measure.region, region):
            value = target.parameter.on(span.last)
            period, document = target.measure.period, target.document
            rows.append(
                (
                    tell.place(target.measure.region),
                    int(value.value),
                    say("figures.source", document=document.short, clause=value.citation.clause),
                    say("figures.period", first=period.start or "", last=period.end or ""),
                    say(f"figures.status.{period.status(span.last).value}"),
                    tell.known(employed[target.measure.region]) if target.measure.region in employed else "—",
                )
            )
    missing = tuple(
        say("figures.no_target", place=tell.place(measure.region), says=measure.says.standard)
        for measure in rules.no_target
        if concerns(measure.region, region)
    )
    heads = tuple(tell.words.group("figures.target_columns").values())
    return Table("targets", say("figures.targets"), heads, tuple(rows), notes=(*missing, say("figures.target_note")))


def concerns(document: str, region: str) -> bool:
    """Whether a document of one region has to do with another: one lies within the other."""
    return document in ancestors(region) or region in ancestors(document)


def monthly(series: Sequence[Series], span: Span, tell: Teller) -> Table:
    """Registered, matched, introduced, employed, month by month."""
    say = tell.words.say
    names = tell.words.group("figures.series")
    rows = [
        (month, *(tell.known(each.values[position]) for each in series)) for position, month in enumerate(span.months)
    ]
    totals = (say("figures.total"), *(tell.known(each.total) for each in series))
    charts = tuple(_chart_of(each, span, names[each.name], tell) for each in series)
    heads = (say("figures.month"), *(names[each.name] for each in series))
    return Table("monthly", say("figures.monthly"), heads, (*rows, totals), charts, (say("figures.monthly_note"),))


def _chart_of(series: Series, span: Span, title: str, tell: Teller) -> Markup:
    say = tell.words.say
    known = [(month, value) for month, value in zip(span.months, series.values, strict=True) if value is not None]
    best = max(known, key=lambda pair: pair[1], default=None)
    description = (
        say("figures.chart_unknown")
        if best is None
        else say("figures.chart_says", total=series.total, month=best[0], most=best[1])
    )
    bars = [
        Bar(say("figures.month_short", month=int(month[5:])), value, str(tell.known(value)))
        for month, value in zip(span.months, series.values, strict=True)
    ]
    return columns(f"chart-{series.name}", title, description, bars)


def questions(lines: Sequence[TopicLine], tell: Teller) -> Table:
    """Topics, and what became of the questions."""
    say = tell.words.say
    whole = together(lines)
    rows = [
        (name, line.asked, line.answered, line.not_stated, line.missed, line.failed, _share(line.share))
        for name, line in (*((tell.topic(line.topic), line) for line in lines), (say("figures.total"), whole))
        if line.asked
    ]
    drawn = [
        Shares(
            tell.topic(line.topic), (line.answered, line.not_stated, line.missed + line.failed),
            say("figures.answered_of", answered=line.answered, asked=line.asked),
        )
        for line in lines[:TOPICS_DRAWN]
    ]  # fmt: skip
    charts: tuple[Markup, ...] = ()
    if drawn:
        description = say("figures.questions_say", asked=whole.asked, share=_share(whole.share), topics=len(lines))
        names = tuple(tell.words.group("figures.parts").values())
        charts = (shares("chart-questions", say("figures.questions_chart"), description, names, drawn),)
    heads = tuple(tell.words.group("figures.question_columns").values())
    return Table("questions", say("figures.questions"), heads, tuple(rows), charts, (say("figures.questions_note"),))


def unanswered(lines: Sequence[TopicLine], tell: Teller) -> Table:
    """Topics by the questions that stayed without an answer."""
    left = sorted(lines, key=lambda line: (-(line.asked - line.answered), line.topic))
    rows = tuple(
        (tell.topic(line.topic), line.asked - line.answered, line.not_stated, line.missed, line.failed)
        for line in left
        if line.asked > line.answered
    )
    heads = tuple(tell.words.group("figures.unanswered_columns").values())
    return Table("unanswered", tell.words.say("figures.unanswered"), heads, rows)


def fairs(several: Sequence[Fair], tell: Teller) -> Table:
    """Fairs and whom they reached."""
    say = tell.words.say
    rows = tuple(
        (
            fair.title, fair.date.isoformat(), tell.place(fair.region), tell.known(fair.employers),
            tell.known(fair.posts), tell.known(fair.hired), fair.reach.told, fair.reach.reminded,
        )
        for fair in several
    )  # fmt: skip
    bars = [Bar(f"{fair.date:%m-%d}", fair.reach.told, str(fair.reach.told)) for fair in several[-TOPICS_DRAWN:]]
    charts = (columns("chart-fairs", say("figures.fairs_chart"), say("figures.fairs_say"), bars),) if bars else ()
    heads = tuple(tell.words.group("figures.fair_columns").values())
    return Table("fairs", say("figures.fairs"), heads, rows, charts)


def delivery(sent: Sequence[Sent], tell: Teller) -> Table:
    """What became of messages."""
    say, whole, rows = tell.words.say, sum(each.count for each in sent), []
    for state in dict.fromkeys(state.word for state in State):
        mine = [each for each in sent if each.state.word == state]
        count = sum(each.count for each in mine)
        if count:
            label = tell.name("delivery_states", state)
            rows.append((label, count, _share(count / whole), _reasons(mine, tell)))
    done = sum(each.count for each in sent if each.state is State.SENT)
    charts: tuple[Markup, ...] = ()
    if whole:
        line = Shares(say("figures.delivery_all"), (done, whole - done), f"{done}/{whole}")
        names = tuple(tell.words.group("figures.delivery_parts").values())
        description = say("figures.delivery_say", done=done, all=whole)
        charts = (shares("chart-delivery", say("figures.delivery_chart"), description, names, [line]),)
    heads = tuple(tell.words.group("figures.delivery_columns").values())
    return Table("delivery", say("figures.delivery"), heads, tuple(rows), charts)


def _reasons(several: Sequence[Sent], tell: Teller) -> str:
    counts: dict[str, int] = {}
    for each in several:
        if each.reason:
            counts[each.reason] = counts.get(each.reason, 0) + each.count
    return "；".join(f"{tell.name('delivery_reasons', reason)} {count}" for reason, count in sorted(counts.items()))


def _share(share: float | None) -> str:
    return "—" if share is None else f"{share:.0%}"
