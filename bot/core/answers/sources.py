"""Documents, clauses, periods and who to ask, in words."""

from __future__ import annotations

import datetime as dt

from bot.core.answers.answer import Amount, CitedClause
from bot.core.answers.figures import day_text
from bot.core.answers.knowledge import Knowledge, Query
from bot.core.policies.documents import Document, Status
from bot.core.policies.measures import Measure

WHOLE = "全文"


def cited(measure: Measure, knowledge: Knowledge, on: dt.date) -> list[CitedClause]:
    """Where the measure stands, one entry a clause; the whole document if it says that the document is silent."""
    document = knowledge.catalogue.documents[measure.document]
    clauses = list(dict.fromkeys(citation.clause for citation in measure.citations)) or [WHOLE]
    return [
        CitedClause(
            document=document.title,
            number=document.number,
            clause=clause,
            region=document.region,
            effective_from=measure.period.start if document.issued else None,
            effective_to=measure.period.end,
            status=measure.period.status(on).value,
        )
        for clause in clauses
    ]


def amounts(measure: Measure, on: dt.date) -> list[Amount]:
    """Amounts of money the measure states, as they are on `on`."""
    return [
        Amount(parameter.on(on).value, "CNY", parameter.per, parameter.label)
        for parameter in measure.parameters.values()
        if parameter.kind == "amount"
    ]


def source_sentence(measure: Measure, knowledge: Knowledge, easy: bool) -> str:
    """出处：《…》表一5.3。"""
    document = knowledge.catalogue.documents[measure.document]
    clauses = list(dict.fromkeys(citation.clause for citation in measure.citations))
    if not clauses:
        return knowledge.phrases.say("source_whole", easy, document=document.short)
    return knowledge.phrases.say("source", easy, document=document.short, clause="、".join(clauses[:2]))


def validity_sentence(measure: Measure, knowledge: Knowledge, query: Query) -> str:
    """Whether the measure holds on the day asked about, and where to look if it has ended."""
    say, easy = knowledge.phrases.say, query.easy
    document = knowledge.catalogue.documents[measure.document]
    start, end = measure.period.start, measure.period.end
    match measure.period.status(query.on):
        case Status.NOT_YET:
            assert start is not None
            return say("not_yet", easy, start=day_text(start), on=day_text(query.on))
        case Status.IN_FORCE if end is None or document.issued is None:
            return ""
        case Status.IN_FORCE:
            assert start is not None and end is not None
            return say("in_force", easy, on=day_text(query.on), start=day_text(start), end=day_text(end))
        case Status.ENDED:
            assert end is not None
            subject = say("subject_document" if end == document.period.end else "subject_measure", easy)
            later = successors(document, knowledge, easy)
            return say("ended", easy, subject=subject, end=day_text(end), next=later, phone=knowledge.helpline)


def successors(document: Document, knowledge: Knowledge, easy: bool) -> str:
    """The documents that came after, by number where they have one."""
    documents = [knowledge.catalogue.documents[successor] for successor in document.successors]
    if not documents:
        return knowledge.phrases.say("no_successor", easy)
    names = [later.number or later.short for later in documents]
    return knowledge.phrases.say("successor", easy, documents="、".join(names))


def source_detail(clause: CitedClause, knowledge: Knowledge, easy: bool) -> str:
    """The full citation: region, title, number, clause, period and status."""
    phrases = knowledge.phrases
    period = ""
    if clause.effective_from:
        start = day_text(clause.effective_from)
        end = clause.effective_to
        period = (
            phrases.say("period", start=start, end=day_text(end)) if end else phrases.say("period_open", start=start)
        )
    return phrases.say(
        "detail_source",
        easy,
        region=knowledge.gazetteer.display_name(clause.region),
        title=clause.document.strip("《》"),
        number=f"（{clause.number}）" if clause.number else "",
        clause=clause.clause,
        period=period,
        status=phrases.name("status", clause.status),
    )
