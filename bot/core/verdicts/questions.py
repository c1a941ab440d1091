"""Questions of an interview in words and as data."""

from __future__ import annotations

from typing import Any

from bot.core.answers.knowledge import Knowledge
from bot.core.eligibility.questionnaire import Question
from bot.core.policies.facts import Fact, FactType


def question_text(question: Question, knowledge: Knowledge, easy: bool = False) -> str:
    """What is asked, e.g. 您今年多少周岁？"""
    if question.asked_as is not None:
        return question.asked_as.question.choose(easy)
    return knowledge.catalogue.facts[question.facts[0]].question.choose(easy)


def why_text(question: Question, knowledge: Knowledge) -> str:
    """Why it is asked: the reason of each fact, without repeats."""
    return "".join(dict.fromkeys(knowledge.catalogue.facts[fact].why for fact in question.facts))


def option_texts(fact: Fact, easy: bool = False) -> list[tuple[str, str]]:
    """(value, words) of each answer that can be chosen; empty where a number or a place is to be typed."""
    if fact.type is FactType.BOOLEAN:
        return [("true" if option.value else "false", option.text.choose(easy)) for option in fact.options]
    if fact.options:
        return [(str(option.value), option.text.choose(easy)) for option in fact.options]
    return [(str(value), str(value)) for value in sorted(fact.values or (), key=str)]


def question_document(question: Question, knowledge: Knowledge) -> dict[str, Any]:
    """The question as data; a list has an entry for each of its yes-or-no facts."""
    facts = knowledge.catalogue.facts
    listed = question.asked_as
    return {
        "facts": list(question.facts),
        "question": question_text(question, knowledge),
        "easy": question_text(question, knowledge, easy=True),
        "why": why_text(question, knowledge),
        "choices": [{"fact": fact, "text": listed.items[fact].standard} for fact in question.facts]
        if listed is not None
        else [{"value": value, "text": text} for value, text in option_texts(facts[question.facts[0]])],
        "several": listed is not None,
    }
