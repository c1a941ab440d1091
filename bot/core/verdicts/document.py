"""Determinations as plain data for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bot.core.answers.knowledge import Knowledge
from bot.core.answers.sources import amounts, cited
from bot.core.eligibility.assessor import Assessor, Scope
from bot.core.eligibility.circumstances import Circumstances, Known, OneOf
from bot.core.eligibility.determination import Determination, Verdict, unstated
from bot.core.eligibility.evaluate import Leaf, evaluate_leaf
from bot.core.verdicts.meaning import meaning
from bot.core.verdicts.overview import conflicts, kind_of, warnings
from bot.core.verdicts.questions import question_document
from bot.core.verdicts.reasons import demanded, told


def to_document(known: Circumstances, scope: Scope, assessor: Assessor, knowledge: Knowledge) -> dict[str, Any]:
    """Everything determined for one person or employer, what is missing, and the next question.

    `conditional` counts the answers that fit but for an office's decision; not-stated measures are listed, not judged.
    """
    known = assessor.completed(known, scope)
    found = assessor.determine(known, scope)
    questions = assessor.questionnaire(scope)
    following = questions.next(known)
    return {
        "about": scope.about.value,
        "region": scope.region,
        "on": scope.on.isoformat(),
        "facts": {fact: _plain(value) for fact, value in sorted({**known.implied, **known.said}.items())},
        "declined": sorted(known.declined),
        "determinations": [_determination(each, found, known, scope, knowledge) for each in found],
        "warnings": [
            {"measure": measure.id, "title": measure.title, "text": measure.says.standard}
            for measure in warnings(found, knowledge.catalogue.measures_around(scope.region))
        ],
        "not_stated": [
            {"measure": measure.id, "topic": measure.topic, "title": measure.title}
            for measure in unstated(knowledge.catalogue, scope.region, scope.about, scope.topics)
        ],
        "open_facts": list(questions.open_facts(known)),
        "next_question": question_document(following, knowledge) if following else None,
    }


def _determination(
    each: Determination, found: Sequence[Determination], known: Circumstances, scope: Scope, knowledge: Knowledge
) -> dict[str, Any]:
    measure, facts = each.measure, knowledge.catalogue.facts
    eligible = each.verdict is Verdict.ELIGIBLE
    return {
        "measure": measure.id,
        "topic": measure.topic,
        "title": measure.title,
        "verdict": each.verdict.value,
        "by_office": kind_of(each, facts, scope.about) == "office",
        "status": each.status.value,
        "meaning": meaning(each, knowledge, scope, easy=False),
        "force": measure.force.value,
        "reasons": [_reason(leaf, known, knowledge) for leaf in each.deciding],
        "missing": list(each.missing),
        "amounts": [asdict(amount) for amount in amounts(measure, scope.on)],
        "not_with": [other.id for other in conflicts(each, found)] if eligible else [],
        "citations": [_jsonable(asdict(clause)) for clause in cited(measure, knowledge, scope.on)],
    }


def _reason(leaf: Leaf, known: Circumstances, knowledge: Knowledge) -> dict[str, Any]:
    fact, value = knowledge.catalogue.facts[leaf.fact], known.get(leaf.fact)
    return {
        "fact": leaf.fact,
        "label": fact.label,
        "known": _plain(value),
        "told": None if value is None else told(fact, value, knowledge),
        "demand": demanded(leaf, knowledge),
        "holds": evaluate_leaf(leaf, value).value,
        "by_office": fact.by_office,
    }


def _plain(value: Known | None) -> Any:
    if isinstance(value, OneOf):
        return {"one_of": sorted((_plain(each) for each in value.values), key=str)}
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _jsonable(clause: dict[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in clause.items()}
