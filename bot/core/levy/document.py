"""The result of the levy's computation as plain data, as the public contract of `tongxing levy --json` has it."""

from __future__ import annotations

from dataclasses import asdict, fields
from decimal import Decimal
from typing import Any

from bot.core.answers.answer import CitedClause
from bot.core.answers.knowledge import Knowledge
from bot.core.levy.assessment import LevyAssessment, Saving
from bot.core.levy.report import Advice, LevyReport
from bot.core.levy.rules import Source
from bot.core.levy.showing import plain_text


def to_document(report: LevyReport, knowledge: Knowledge) -> dict[str, Any]:
    """Ready for JSON; every number is a decimal as text, amounts of money due have two decimals."""
    assessment = report.assessment
    ratio = assessment.ratio
    return {
        "payable": str(assessment.payable),
        "currency": "CNY",
        "year": assessment.parameters.year,
        "inputs": _inputs(assessment),
        "steps": [
            {
                "step": step.name,
                "title": step.title,
                "calculation": step.calculation,
                "value": plain_text(step.value),
                "rule": step.rule,
                "source": _source(step.source, knowledge),
            }
            for step in report.steps
        ],
        "notes": list(report.notes),
        "ratio": {
            "value": plain_text(ratio.value),
            "source": _source(ratio.source, knowledge) if ratio.source else None,
            "confirmed": ratio.confirmed,
        },
        "one_more": _saving(assessment.one_more),
        "one_more_severe": _saving(assessment.one_more_severe),
        "over_quota": assessment.over_quota,
        "reward": _advice(report.reward, knowledge) if report.reward else None,
        "next": [_advice(advice, knowledge) for advice in report.filing],
        "citations": [_citation(clause) for clause in report.citations],
    }


def _inputs(assessment: LevyAssessment) -> dict[str, Any]:
    given = {field.name: getattr(assessment.given, field.name) for field in fields(assessment.given)}
    shown = {name: plain_text(value) if isinstance(value, Decimal) else value for name, value in given.items()}
    return {"region": assessment.parameters.region, **shown}


def _source(source: Source, knowledge: Knowledge) -> dict[str, Any]:
    document = knowledge.catalogue.documents[source.measure.document]
    return {
        "document": document.title,
        "number": document.number,
        "clause": source.clause,
        "evidence": source.measure.evidence.value,
    }


def _saving(saving: Saving) -> dict[str, str]:
    return {"payable": str(saving.payable), "saving": str(saving.saving)}


def _advice(advice: Advice, knowledge: Knowledge) -> dict[str, Any]:
    return {
        "measure": advice.source.measure.id,
        "says": advice.says,
        "amounts": [asdict(amount) for amount in advice.amounts],
        "source": _source(advice.source, knowledge),
    }


def _citation(clause: CitedClause) -> dict[str, Any]:
    days = {"effective_from": clause.effective_from, "effective_to": clause.effective_to}
    return {**asdict(clause), **{name: day.isoformat() if day else None for name, day in days.items()}}
