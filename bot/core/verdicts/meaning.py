"""What a verdict means on its day, above all where the plan has ended."""

from __future__ import annotations

from bot.core.answers.figures import day_text
from bot.core.answers.knowledge import Knowledge
from bot.core.answers.sources import successors
from bot.core.eligibility.assessor import Scope
from bot.core.eligibility.determination import Determination, Verdict
from bot.core.policies.documents import Evidence, Status
from bot.core.policies.facts import About
from bot.core.policies.measures import Force
from bot.core.verdicts.overview import kind_of


def meaning(each: Determination, knowledge: Knowledge, scope: Scope, *, easy: bool) -> str:
    """One or two sentences: the verdict, never stronger than the document, and what became of the document."""
    facts, say = knowledge.catalogue.facts, knowledge.phrases.say
    kind = kind_of(each, facts, scope.about)
    if scope.about is About.EMPLOYER and each.measure.force is Force.MUST and kind == "eligible":
        kind = "bound"
    sentences = [say(f"verdict_{kind}", easy)]
    if each.verdict is Verdict.ELIGIBLE and each.measure.force in WEAK:
        sentences.append(say(f"verdict_force_{each.measure.force.value}", easy))
    if each.measure.evidence is Evidence.UNCONFIRMED:
        sentences.append(say("unconfirmed", easy))
    document = knowledge.catalogue.documents[each.measure.document]
    period = each.measure.period
    if each.status is Status.ENDED and period.end is not None:
        key = "verdict_would_have_been" if kind in FITTING else "verdict_ended"
        later = successors(document, knowledge, easy)
        sentences.append(say(key, easy, end=day_text(period.end), next=later, phone=knowledge.helpline))
    elif each.status is Status.NOT_YET and period.start is not None:
        sentences.append(say("verdict_not_yet", easy, start=day_text(period.start)))
    return "".join(sentences)


FITTING = ("eligible", "bound", "office")
WEAK = frozenset((Force.ENCOURAGE, Force.EXPLORE, Force.CONDITIONAL, Force.BY_RULE))
"""What the document does not promise."""
