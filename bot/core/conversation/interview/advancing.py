"""Takes an interview one step further: the next question, or the results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.core.conversation.interview.asking import ask, ask_consent, noted
from bot.core.conversation.interview.case import Case
from bot.core.conversation.interview.results import results
from bot.core.conversation.interview.state import Consent
from bot.core.conversation.turn import Turn
from bot.core.eligibility.circumstances import Circumstances, Known
from bot.core.eligibility.questionnaire import Question
from bot.core.verdicts.problems import contradiction_text


def begin(case: Case, facts: Mapping[str, Known]) -> Turn:
    """The first question, after what was said already has been repeated."""
    if not facts:
        role = "" if case.session.role else case.say("interview_role")
        return go_on(case, case.say("interview_begins") + role)
    return tell(case, facts, repeat=True)


def tell(case: Case, facts: Mapping[str, Known], *, repeat: bool) -> Turn:
    """Takes facts in; if they contradict earlier ones, says so and asks for those again."""
    before = case.interview.known
    known = before.saying(facts)
    clashing = case.setting.assessor.contradictions(known)
    line = noted(case, dict(facts)) if repeat else ""
    if clashing:
        line = case.say("contradicted", text=contradiction_text(clashing[0], known, case.setting.knowledge))
        older = [fact for each in clashing for fact in each.facts if fact in before.said and fact not in facts]
        # Facts that were said in one breath and exclude each other are all asked again.
        known = known.without(older or [fact for each in clashing for fact in each.facts])
    return go_on(case.with_interview(case.interview.hearing(known)), line)


def decline(case: Case, facts: tuple[str, ...]) -> Turn:
    """The person does not know or does not want to say: never asked again, nothing is concluded from it."""
    known = case.interview.known.declining(facts)
    return go_on(case.with_interview(case.interview.hearing(known)), case.say("declined"))


def consent(case: Case, *, given: bool) -> Turn:
    """Goes on with or without sensitive facts; without, those said already are dropped."""
    facts = case.setting.knowledge.catalogue.facts
    interview = replace(case.interview, consent=Consent.GIVEN if given else Consent.REFUSED)
    if not given:
        sensitive = tuple(fact.id for fact in facts.values() if fact.sensitive)
        interview = replace(interview, known=interview.known.declining(sensitive))
    return go_on(case.with_interview(interview), case.say("consent_given" if given else "consent_refused"))


def take_back(case: Case) -> Turn | None:
    """Forgets the last answer and asks for it again; `None` if there is none."""
    interview = case.interview
    if not interview.history:
        return None
    *earlier, last = interview.history
    known: Circumstances = interview.known.without(last)
    return ask(
        case.with_interview(replace(interview, known=known, asked=last, chosen=(), history=tuple(earlier), group=None)),
        case.say("taken_back"),
    )


def answered(case: Case) -> Case:
    """With the open question put down as answered."""
    interview = case.interview
    return case.with_interview(replace(interview, history=(*interview.history, interview.asked)))


def go_on(case: Case, noted: str = "") -> Turn:
    """Asks the next question, `noted` being said before it; gives the results when nothing is left to ask."""
    interview = replace(case.interview, region=case.session.region)
    case = case.with_interview(interview)
    question = case.next_question()
    if interview.consent is Consent.UNASKED and _is_sensitive(case, question):
        return ask_consent(case, noted)
    if question is None:
        return results(case, noted)
    interview = replace(interview, asked=question.facts, group=question.group, chosen=())
    return ask(case.with_interview(interview), noted)


def _is_sensitive(case: Case, question: Question | None) -> bool:
    """Whether something sensitive was said already or is about to be asked."""
    facts = case.setting.knowledge.catalogue.facts
    asked = question.facts if question else ()
    return any(facts[fact].sensitive for fact in (*case.interview.known.said, *asked))
