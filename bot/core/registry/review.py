"""What is doubtful in a posting, in sentences for whoever wrote it and for whoever reviews it. Nothing is decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.phrases import Phrases
from bot.core.registry.wording import Doubt, DoubtKind, Finding, check

TEXTS = ("title", "essential", "skills", "certificates", "notice")
"""Fields of a posting, or of a notice handed in for review, in which somebody may ask too much."""
BESIDE = "others"
"""Duties that can be given to a colleague: a demand that belongs to few jobs is no matter there."""


def review(
    values: Mapping[str, object], doubts: Sequence[Doubt], phrases: Phrases, *, easy: bool = False
) -> tuple[str, ...]:
    """One sentence for each doubtful demand of a posting's fields: its words, why, and what to write instead.

    A demand that is doubtful for the same reason twice is told once, with its first words.
    """
    codes = values.get("occupation")
    occupation = str(codes[0]) if isinstance(codes, tuple) and codes else None
    found = [finding for name in TEXTS for finding in check(_text(values.get(name)), doubts, occupation)]
    beside = check(_text(values.get(BESIDE)), doubts, occupation)
    found += [finding for finding in beside if finding.doubt.kind is not DoubtKind.MARGINAL]
    first = {finding.doubt.id: finding for finding in reversed(found)}
    ordered = [finding for finding in found if first[finding.doubt.id] is finding]
    return tuple(_sentence(finding, phrases, easy=easy) for finding in ordered)


def _text(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, tuple) else str(value or "")


def _sentence(finding: Finding, phrases: Phrases, *, easy: bool) -> str:
    doubt = finding.doubt
    exception = doubt.exception.choose(easy) if doubt.exception else ""
    return phrases.say(
        "posting_doubt",
        easy,
        words=finding.words,
        reason=doubt.reason.choose(easy),
        suggestion=doubt.suggestion.choose(easy),
        exception=exception,
    )
