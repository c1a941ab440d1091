"""The answer document of the public contract as plain data."""

from __future__ import annotations

from typing import Any

from bot.core.answers.answer import Answer
from bot.core.messaging.reply import Reply


def to_document(answer: Answer) -> dict[str, Any]:
    """Ready for JSON. Further questions of the same message add their replies, measures, amounts and citations."""
    answers = (answer, *answer.also)
    return {
        "topic": answer.topic,
        "confidence": round(answer.confidence, 4),
        "region": answer.region,
        "on": answer.on.isoformat(),
        "outcome": answer.outcome.value,
        "suggestions": list(answer.suggestions),
        "replies": [_reply(reply) for each in answers for reply in each.replies],
        "detail": "\n".join(each.detail for each in answers if each.detail),
        "measures": [measure for each in answers for measure in each.measures],
        "amounts": [
            {"value": a.value, "currency": a.currency, "per": a.per, "condition": a.condition}
            for each in answers
            for a in each.amounts
        ],
        "citations": [
            {
                "document": c.document,
                "number": c.number,
                "clause": c.clause,
                "region": c.region,
                "effective_from": c.effective_from.isoformat() if c.effective_from else None,
                "effective_to": c.effective_to.isoformat() if c.effective_to else None,
                "status": c.status,
            }
            for each in answers
            for c in each.citations
        ],
    }


def _reply(reply: Reply) -> dict[str, Any]:
    return {"text": reply.text, "buttons": [{"text": b.text, "value": b.value} for b in reply.buttons]}
