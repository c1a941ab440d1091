"""Asks: what was noted, the question, how far along, and the answers to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.core.answers.answer import Answer, Outcome
from bot.core.conversation.interview.case import Case
from bot.core.conversation.interview.state import Consent
from bot.core.conversation.turn import Turn
from bot.core.eligibility.circumstances import Known
from bot.core.eligibility.questionnaire import Question
from bot.core.messaging.reply import Button, Reply
from bot.core.policies.facts import FactType
from bot.core.verdicts.questions import option_texts, question_text, why_text
from bot.core.verdicts.reasons import told

TOPIC = "eligibility_check"


def ask_consent(case: Case, noted: str = "") -> Turn:
    """Asks once whether sensitive facts may be asked for and used."""
    case = case.with_interview(replace(case.interview, consent=Consent.ASKING, asked=()))
    buttons = (
        Button(case.say("consent_yes"), "answer:consent.yes"),
        Button(case.say("consent_no"), "answer:consent.no"),
    )
    return Turn(case.session, started(case, (noted, case.say("consent_ask")), buttons))


def ask(case: Case, noted: str = "") -> Turn:
    """Asks the open question (again)."""
    if case.interview.consent is Consent.ASKING:
        return ask_consent(case, noted)
    question = case.open_question()
    lines = [noted, f"{question_text(question, case.setting.knowledge, case.session.easy)}{_progress(case)}"]
    if question.asked_as is not None:
        lines.append(case.say("list_chosen" if case.interview.chosen else "list_hint"))
    return Turn(case.session, started(case, lines, _buttons(case, question)))


def why_asked(case: Case) -> Turn:
    """Says why, and asks again."""
    return ask(case, why_text(case.open_question(), case.setting.knowledge))


def noted(case: Case, facts: dict[str, Known]) -> str:
    """One line that repeats what was understood."""
    knowledge = case.setting.knowledge
    known = knowledge.catalogue.facts
    text = "、".join(told(known[fact], value, knowledge, case.session.easy) for fact, value in facts.items())
    return case.say("facts_noted", facts=text)


def started(case: Case, lines: Iterable[str], buttons: Iterable[Button]) -> Answer:
    """The answer of a running interview."""
    text = "\n".join(line for line in lines if line)
    return Answer(
        topic=TOPIC,
        outcome=Outcome.STARTED,
        region=case.session.region,
        on=case.scope.on,
        replies=(Reply(text, tuple(buttons)),),
        detail=text,
    )


def _progress(case: Case) -> str:
    """How many were answered, and how many there can still be at most."""
    lines = len(case.questionnaire.questions(case.known))
    return case.say("progress", done=len(case.interview.history), left=lines)


def _buttons(case: Case, question: Question) -> list[Button]:
    """The answers, then the ways out."""
    first = question.facts[0]
    unsure = Button(case.say("dont_know"), f"answer:unknown.{first}")
    why = Button(case.say("why_asked"), f"answer:why.{first}")
    facts = case.setting.knowledge.catalogue.facts
    if question.asked_as is not None:
        easy, chosen = case.session.easy, case.interview.chosen
        lines = [
            Button(question.asked_as.items[fact].choose(easy), f"answer:pick.{fact}")
            for fact in question.facts
            if fact not in chosen
        ]
        end = Button(case.say("list_done" if chosen else "list_none"), f"answer:done.{first}")
        return [*lines, end, unsure]
    fact = facts[first]
    known = case.known.get(fact.id)
    possible = {str(value).lower() for value in getattr(known, "values", fact.values or ())}
    options = [
        Button(
            text if fact.type is not FactType.INTEGER else _unit(case, fact.unit, text),
            f"answer:is.{first}.{value.lower()}",
        )
        for value, text in option_texts(fact, case.session.easy)
        if value.lower() in possible
    ]
    declining = [Button(case.say("prefer_not"), f"answer:declined.{first}")] if fact.sensitive else []
    return [*options, unsure, *declining, why]


def _unit(case: Case, unit: str, text: str) -> str:
    return f"{text}{case.setting.knowledge.phrases.name('units', unit)}"
