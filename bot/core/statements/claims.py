"""Which facts the words of a message claim for its writer, or for the relative it is written for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import Fact
from bot.core.statements.clauses import Clause, Token, clauses, folded
from bot.core.statements.numbers import is_inexact, number_values
from bot.core.statements.words import Claim, Cue, FactWords, NumberKind

_BETWEEN = "的那种啥什么一个"
_NO = frozenset((False,))
A_PORTRAIT = 3
"""So many facts before a question are about oneself even without 我: 肢体二级38岁能申请什么."""
_QUESTION = ("?", "？")


@dataclass(frozen=True)
class Said:
    """A fact said to be one of `values`, or, `denied`, none of them. `now`: marked as holding now.

    `alone`: a bare number, which is only taken in the company of other facts.
    """

    fact: str
    values: frozenset[FactValue]
    denied: bool = False
    now: bool = False
    alone: bool = False


class Reader:
    """Reads one message. `reply`: it answers a question, so that a bare name says that it is so."""

    def __init__(
        self, text: str, words: FactWords, facts: Mapping[str, Fact], on: dt.date, *, reply: bool = False
    ) -> None:
        self._words, self._facts, self._on, self._reply = words, facts, on, reply
        self._message = folded(text)
        self._clauses = list(clauses(self._message, words))
        self._for_other = words.for_others.search(self._message) is not None

    def claims(self) -> Iterator[Said]:
        """Everything claimed, in the message's order."""
        ours, supposed = True, False
        for clause in self._clauses:
            supposed = supposed or any(token.has(Cue.IF) for token in clause.tokens)
            meant = _meant(clause, supposed=supposed)
            for index, token in enumerate(clause.tokens):
                if meant and (ours or self._told_of_others(token)):
                    yield from self._said(clause, index)
                ours = self._still_ours(token, ours=ours)
            supposed = supposed and not clause.ends

    def _still_ours(self, token: Token, *, ours: bool) -> bool:
        """Whether what follows is about the person the message is for."""
        if token.has(Cue.SELF):
            return not self._for_other
        if token.has(Cue.OTHER):
            return self._for_other
        return ours

    def _told_of_others(self, token: Token) -> bool:
        """A fact that is told by telling of a relative, as 我老公是残疾人."""
        return token.has(Cue.OTHER) and not self._for_other

    def _said(self, clause: Clause, index: int) -> Iterator[Said]:
        token = clause.tokens[index]
        told = list(self._told(clause, index))
        if not told or not self._holds(clause, index):
            return
        now = any(other.has(Cue.NOW) for other in clause.tokens)
        denied = self._is_denied(clause, index)
        alone = token.shape is not None and token.shape.kind is NumberKind.ALONE
        for fact, values in told:
            if not (denied and values == _NO):  # 不是没有: who knows
                yield Said(fact, values, denied, now, alone)

    def _told(self, clause: Clause, index: int) -> Iterator[tuple[str, frozenset[FactValue]]]:
        token = clause.tokens[index]
        if self._for_other and token.has(Cue.OTHER):
            return
        for mark in token.marks:
            if isinstance(mark, Claim) and mark.fact in self._facts:
                if not mark.bare or self._is_named_as_so(clause, index):
                    yield mark.fact, mark.values
        if (
            token.shape is not None
            and token.shape.fact in self._facts
            and not is_inexact(token, clause.text, self._words)
        ):
            fact = self._facts[token.shape.fact]
            values = number_values(token, fact, self._message, self._words, self._on)
            if values:
                yield fact.id, values

    def _is_named_as_so(self, clause: Clause, index: int) -> bool:
        """Whether a mere name says that it is so: in a reply, in a list, after 我家, or where it is denied."""
        before = clause.tokens[index - 1] if index else None
        follows_self = before is not None and before.has(Cue.SELF) and before.end == clause.tokens[index].start
        return self._reply or follows_self or self._is_denied(clause, index) or _is_list(clause, self._words)

    def _is_denied(self, clause: Clause, index: int) -> bool:
        """Whether 不是 or the like stands right before it, or before another one that it is joined to by 和."""
        at, joined = clause.tokens[index].start, False
        for token in reversed(clause.tokens[:index]):
            if clause.text[token.end : at].strip(_BETWEEN):
                return False
            if token.has(Cue.NOT) or (joined and clause.text.startswith(self._words.negations, token.start)):
                return True
            if not token.has(Cue.AND):
                return False
            joined, at = True, token.start
        return False

    def _holds(self, clause: Clause, index: int) -> bool:
        """Whether it is told as true now, and not wished, over, or asked about."""
        before, after = clause.tokens[:index], clause.tokens[index + 1 :]
        if _since(before, Cue.WISH, Cue.SELF) or _since(before, Cue.PAST, Cue.NOW):
            return False
        if any(token.has(Cue.ASK) for token in before):
            return False
        if any(token.has(Cue.ASK) for token in after):
            is_bare = any(isinstance(mark, Claim) and mark.bare for mark in clause.tokens[index].marks)
            return not is_bare and self._is_context(clause, index)
        return True

    def _is_context(self, clause: Clause, index: int) -> bool:
        """Whether it is said of oneself on the way to a question: 我有低保能不能上班."""
        if any(token.has(Cue.SELF) for token in clause.tokens[:index]):
            return True
        first_ask = next(i for i, token in enumerate(clause.tokens) if token.has(Cue.ASK))
        told = {fact for i in range(first_ask) for fact, _ in self._told(clause, i)}
        return len(told) >= A_PORTRAIT


def _meant(clause: Clause, *, supposed: bool) -> bool:
    """Whether the clause tells anything: not if it supposes, doubts, reports or asks just this."""
    if supposed or any(token.has(Cue.UNSURE) or token.has(Cue.REPORTED) for token in clause.tokens):
        return False
    asks = any(token.has(Cue.ASK) for token in clause.tokens)
    last = clause.tokens[-1] if clause.tokens else None
    ends_asking = clause.ends in _QUESTION or (
        last is not None and last.has(Cue.ASK_END) and last.end == len(clause.text)
    )
    return asks or not ends_asking


def _is_list(clause: Clause, words: FactWords) -> bool:
    """Whether the clause holds nothing but facts, as in 肢体二级 低保 农村."""
    rest, at = "", 0
    for token in clause.tokens:
        rest += clause.text[at : token.start]
        at = token.end
    return words.phrases.are_fillers(rest + clause.text[at:])


def _since(tokens: Sequence[Token], cue: Cue, until: Cue) -> bool:
    """Whether the cue stands among the tokens without `until` after it."""
    for token in reversed(tokens):
        if token.has(until):
            return False
        if token.has(cue):
            return True
    return False
