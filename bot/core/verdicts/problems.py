"""What is wrong with given facts, in sentences that name the field and what is possible."""

from __future__ import annotations

from bot.core.answers.knowledge import Knowledge
from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.inference import Contradiction
from bot.core.eligibility.values import Problem
from bot.core.verdicts.questions import option_texts
from bot.core.verdicts.reasons import told


def problem_text(problem: Problem, knowledge: Knowledge, easy: bool = False) -> str:
    """One problem as a sentence."""
    fact = problem.fact
    return knowledge.phrases.say(
        f"problem_{problem.kind}",
        easy,
        field=problem.key,
        value=problem.value,
        near="、".join(problem.near),
        options="、".join(text for _, text in option_texts(fact, easy)) if fact else "",
        minimum=fact.minimum if fact else None,
        maximum=fact.maximum if fact else None,
    )


def contradiction_text(
    contradiction: Contradiction, known: Circumstances, knowledge: Knowledge, easy: bool = False
) -> str:
    """What was said that cannot be true at once."""
    facts = knowledge.catalogue.facts
    stated = [(facts[fact], known.get(fact)) for fact in contradiction.facts]
    text = "，".join(told(fact, value, knowledge, easy) for fact, value in stated if value is not None)
    if contradiction.says is None:
        return knowledge.phrases.say("contradiction_part", easy, told=text)
    return knowledge.phrases.say("contradiction", easy, told=text, says=contradiction.says)
