"""Tests and facts in plain words: what someone is, and what a measure asks for."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.answers.knowledge import Knowledge
from bot.core.eligibility.circumstances import Circumstances, Known, OneOf
from bot.core.eligibility.evaluate import Leaf
from bot.core.policies.criteria import Comparison, FactValue
from bot.core.policies.facts import Fact, FactType


def value_text(fact: Fact, value: FactValue, knowledge: Knowledge, easy: bool = False) -> str:
    """One value as people say it: 没有工作, 38周岁, 砚山县; a yes-or-no fact as a statement: 有残疾人证."""
    if fact.type is FactType.REGION:
        return knowledge.gazetteer.display_name(str(value))
    for option in fact.options:
        if option.value == value:
            return option.text.choose(easy)
    return f"{value}{knowledge.phrases.name('units', fact.unit)}"


def told(fact: Fact, known: Known, knowledge: Knowledge, easy: bool = False) -> str:
    """What is known of a fact, e.g. 残疾类别：肢体; 有残疾人证; 残疾等级：1级或2级."""
    values = sorted(known.values, key=str) if isinstance(known, OneOf) else [known]
    joiner = knowledge.phrases.say("or", easy)
    text = joiner.join(value_text(fact, value, knowledge, easy) for value in values)
    if fact.type is FactType.BOOLEAN:
        return text
    return knowledge.phrases.say("fact_told", easy, label=fact.label, value=text)


def demanded(leaf: Leaf, knowledge: Knowledge, easy: bool = False) -> str:
    """What a test asks for: 有残疾人证; 年龄至少16周岁; 单位类型：机关或事业单位."""
    fact, say = knowledge.catalogue.facts[leaf.fact], knowledge.phrases.say
    comparison = leaf.test.comparison
    if fact.type is FactType.BOOLEAN:
        return value_text(fact, leaf.bound is leaf.wanted, knowledge, easy)
    if comparison in (Comparison.IS, Comparison.IN):
        values: Sequence[FactValue] = leaf.bound if comparison is Comparison.IN else (leaf.bound,)
        text = say("or", easy).join(value_text(fact, value, knowledge, easy) for value in values)
        return say("demand_is" if leaf.wanted else "demand_is_not", easy, label=fact.label, value=text)
    if comparison is Comparison.WITHIN:
        place = knowledge.gazetteer.display_name(leaf.bound)
        return say("demand_within" if leaf.wanted else "demand_not_within", easy, label=fact.label, place=place)
    key = comparison if leaf.wanted else _OPPOSITE[comparison]
    bound = value_text(fact, leaf.bound, knowledge, easy)
    return say(f"demand_{key.value}", easy, label=fact.label, value=bound)


_OPPOSITE = {
    Comparison.AT_LEAST: Comparison.LESS_THAN,
    Comparison.AT_MOST: Comparison.MORE_THAN,
    Comparison.MORE_THAN: Comparison.AT_MOST,
    Comparison.LESS_THAN: Comparison.AT_LEAST,
}


def reason(leaf: Leaf, known: Circumstances, knowledge: Knowledge, easy: bool = False) -> str:
    """One line: what is known, and what is asked for where the two differ or nothing is known."""
    fact, value = knowledge.catalogue.facts[leaf.fact], known.get(leaf.fact)
    wants = demanded(leaf, knowledge, easy)
    if value is None or isinstance(value, OneOf):
        key = "reason_office" if fact.by_office else "reason_missing"
        return knowledge.phrases.say(key, easy, demand=wants)
    is_so = told(fact, value, knowledge, easy)
    if is_so == wants:
        return is_so
    return knowledge.phrases.say("reason", easy, told=is_so, demand=wants)
