"""Facts said in free text, unasked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from bot.core.eligibility.circumstances import Known, OneOf
from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import Fact
from bot.core.statements.claims import Reader, Said
from bot.core.statements.words import FactWords

COMPANY = 2
"""So many other facts make a bare number among them a fact, too: 女 41 肢体三级."""


def read_statement(text: str, words: FactWords, facts: Mapping[str, Fact], on: dt.date) -> dict[str, Known]:
    """Those of `facts` that `text` says of its writer, or of the relative it is written for, on the day `on`.

    Nothing is inferred or guessed: what is asked, wished, supposed, over, doubtful, only about right or said of
    others is left out, and so is what is said in two ways that exclude each other.
    """
    return settled(list(Reader(text, words, facts, on).claims()), words, facts)


def settled(claims: list[Said], words: FactWords, facts: Mapping[str, Fact]) -> dict[str, Known]:
    """What the claims come to, fact by fact."""
    by_fact: dict[str, list[Said]] = {}
    for said in claims:
        by_fact.setdefault(said.fact, []).append(said)
    found: dict[str, Known] = {}
    for fact, several in by_fact.items():
        kept = [said for said in several if not said.alone or len(by_fact.keys() - {fact}) >= COMPANY]
        values = _values(facts[fact], kept, words)
        if values:
            found[fact] = next(iter(values)) if len(values) == 1 else OneOf(values)
    return found


def _values(fact: Fact, claims: list[Said], words: FactWords) -> frozenset[FactValue]:
    """The values that are left; none if nothing is, or everything."""
    present = [said for said in claims if said.now] or claims
    denied = frozenset().union(*(said.values for said in claims if said.denied))
    told = [said.values - denied for said in present if not said.denied]
    told = [values for values in told if values]
    every = fact.values or frozenset()
    if not told:
        left = every - denied if denied else frozenset()
        return left if left != every else frozenset()
    return _agreed(fact, _telling(told, words.gives_way.get(fact.id, {})), words)


def _telling(
    told: list[frozenset[FactValue]], gives_way: Mapping[FactValue, frozenset[FactValue]]
) -> list[frozenset[FactValue]]:
    """Without what another claim makes more precise: 没工作，在家种地."""
    others = frozenset().union(*told)
    kept = [values for values in told if not any(gives_way.get(value, frozenset()) & others for value in values)]
    return kept or told


def _agreed(fact: Fact, told: Iterable[frozenset[FactValue]], words: FactWords) -> frozenset[FactValue]:
    """What all claims leave; of several kinds (`several`) any or the whole, of choices any, else nothing."""
    distinct = list(dict.fromkeys(told))
    if len(distinct) == 1:
        return distinct[0]
    either = frozenset().union(*distinct)
    whole = words.several.get(fact.id)
    if whole is not None:
        return frozenset((whole,)) if frozenset((whole,)) in distinct else either | {whole}
    common = frozenset.intersection(*distinct)
    if common:
        return common
    return either if fact.options and either != fact.values else frozenset()
