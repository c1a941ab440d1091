"""Which facts the words of a message claim for its writer, or for the relative it is written for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import Fact
from bot.core.statements.clauses import Clause, Token, clauses, folded
from bot.core.statements.numbers import is_inexact, number_values
from bot.core.statements.phrases import Claim, Cue
from bot.core.statements.words import FactWords, NumberKind

_NO = frozenset((False,))
A_PORTRAIT = 3
"""So many words with facts before a question are about oneself even without 我: 肢体二级38岁能申请什么."""
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
        if token.has(Cue.ONLY_WORDS) or (self._for_other and token.has(Cue.OTHER)):
            return
        for mark in token.marks:
            if not isinstance(mark, Claim) or mark.fact not in self._facts:
                continue
            if not mark.bare or self._is_named_as_so(clause, index):
                yield mark.fact, mark.values
        fact = self._facts.get(token.shape.fact) if token.shape is not None else None
        if fact is not None and not is_inexact(token, clause.text, self._words):
            values = number_values(token, fact, self._message, self._words, self._on)
            if values:
                yield fact.id, values

    def _is_named_as_so(self, clause: Clause, index: int) -> bool:
        """Whether a mere name says that it is so: in a reply, in a list, right after 我们是, or where it is denied."""
        return (
            self._reply or self._is_list(clause) or self._follows_self(clause, index) or self._is_denied(clause, index)
        )

    def _is_list(self, clause: Clause) -> bool:
        """Whether the clause holds nothing but facts, as in 肢体二级 低保 农村."""
        return all(self._is_open(clause, index) for index in range(len(clause.tokens) + 1))

    def _follows_self(self, clause: Clause, index: int) -> bool:
        """Whether nothing but facts stands between 我 and the name, and nothing right after it."""
        for at in range(index, 0, -1):
            if not self._is_open(clause, at):
                return False
            if clause.tokens[at - 1].has(Cue.SELF):
                return self._is_open(clause, index + 1)
        return False

    def _is_open(self, clause: Clause, index: int) -> bool:
        """Whether there are only fillers between the token at `index` and the one before."""
        start = clause.tokens[index - 1].end if index else 0
        end = clause.tokens[index].start if index < len(clause.tokens) else len(clause.text)
        return self._words.phrases.are_fillers(clause.text[start:end])

    def _is_denied(self, clause: Clause, index: int) -> bool:
        """Whether 不是 or the like stands right before it, or before another one that it is joined to by 和."""
        at, joined = clause.tokens[index].start, False
        for token in reversed(clause.tokens[:index]):
            if not self._words.phrases.are_fillers(clause.text[token.end : at]):
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
        return sum(any(self._told(clause, i)) for i in range(first_ask)) >= A_PORTRAIT


def _meant(clause: Clause, *, supposed: bool) -> bool:
    """Whether the clause tells anything: not if it supposes, doubts, reports or asks just this."""
    if supposed or any(token.has(Cue.UNSURE) or token.has(Cue.REPORTED) for token in clause.tokens):
        return False
    asks = any(token.has(Cue.ASK) for token in clause.tokens)
    last = clause.tokens[-1] if clause.tokens else None
    ends_asking = last is not None and last.has(Cue.ASK_END) and last.end == len(clause.text)
    return asks or not (ends_asking or clause.ends in _QUESTION)


def _since(tokens: Sequence[Token], cue: Cue, until: Cue) -> bool:
    """Whether the cue stands among the tokens without `until` after it."""
    for token in reversed(tokens):
        if token.has(until):
            return False
        if token.has(cue):
            return True
    return False
