"""Reads `fact-words.yaml`: the words by which people tell facts, with their alternatives written out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from bot.catalog.fact_words_schema import FactWordsFile, Words, WordsOfFact, YearsSinceModel
from bot.catalog.yaml_lines import read_yaml
from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import Fact, FactType
from bot.core.statements.numerals import NUMERAL
from bot.core.statements.phrases import Claim, Cue, Mark, Phrases
from bot.core.statements.words import Common, FactWords, Replies, Shape, YearsSince

NAME = "fact-words.yaml"
_MACRO = re.compile(r"\{([a-z_]+)\}")


def load_fact_words(folder: Path, facts: Mapping[str, Fact]) -> FactWords:
    """The words of one locale for those of its facts that `facts` knows. Raises `ValueError` for a value it has not."""
    return _Compiler(read_file(folder), facts).words()


def read_file(folder: Path) -> FactWordsFile:
    """The file as it is written. Raises `ValueError` for an unknown key, `yaml.MarkedYAMLError` for one given twice."""
    data, _ = read_yaml(folder / NAME)
    return FactWordsFile.model_validate(data)


class _Compiler:
    """Writes out macros and alternatives, and joins what belongs together."""

    def __init__(self, file: FactWordsFile, facts: Mapping[str, Fact]) -> None:
        self._file = file
        self._facts = facts
        self._known = {name: words for name, words in file.facts.items() if name in facts}

    def words(self) -> FactWords:
        """Everything compiled."""
        file, known = self._file, self._known
        shapes = tuple(self._shapes())
        phrases = Phrases(self._phrases(), file.fillers)
        return FactWords(
            phrases=phrases,
            shapes=shapes,
            gaps=tuple(shape for shape in shapes if shape.kind is None),
            inexact_before=re.compile(f"(?:{'|'.join(file.inexact.before)})$"),
            inexact_after=re.compile("|".join(file.inexact.after)),
            negations=tuple(self._written_out(file.cues[Cue.NOT])),
            for_others=self._any_of(file.for_others),
            several={name: words.several for name, words in known.items() if words.several},
            gives_way={name: self._gives_way(words) for name, words in known.items() if words.gives_way},
            years_since={name: self._years_since(name, y) for name, w in known.items() if (y := w.years_since)},
            replies={name: self._replies(name, words, phrases) for name, words in known.items()},
            units=file.units,
            names={called: name for name, words in known.items() for called in self._written_out(words.names)},
            common=self._common(phrases),
            intimate=self._any_of(file.intimate),
            corrections=self._any_of(file.corrections.marks),
            not_corrections=self._any_of(file.corrections.not_marks),
            changed_to=self._any_of(file.corrections.changed_to),
        )

    def _phrases(self) -> dict[str, tuple[Mark, ...]]:
        found: dict[str, list[Mark]] = {}
        for phrase, mark in self._marked_phrases():
            marks = found.setdefault(phrase, [])
            if mark not in marks:
                marks.append(mark)
        return {phrase: tuple(marks) for phrase, marks in found.items()}

    def _marked_phrases(self) -> Iterator[tuple[str, Mark]]:
        for cue, words in self._file.cues.items():
            yield from ((phrase, cue) for phrase in self._written_out(words))
        for name, of_fact in self._known.items():
            for key, words in of_fact.says.items():
                values = self._values(name, key)
                yield from ((phrase, Claim(name, values)) for phrase in self._written_out(words))
            for key, words in of_fact.in_lists.items():
                values = self._values(name, key)
                yield from ((phrase, Claim(name, values, bare=True)) for phrase in self._written_out(words))
            for key, words in of_fact.tells_of_others.items():
                values = self._values(name, key)
                for phrase in self._written_out(words):
                    yield from ((phrase, Claim(name, values)), (phrase, Cue.OTHER))
            for template, nouns in of_fact.named.items():
                yield from self._named(name, template, nouns)

    def _named(self, fact: str, template: str, nouns: Words) -> Iterator[tuple[str, Mark]]:
        """A noun with what is said before and after it to have or lack what it names."""
        for noun in self._written_out(nouns):
            yield noun, Claim(fact, frozenset((True,)), bare=True)
            for value, frames in self._file.templates[template].items():
                for frame in self._written_out(frames):
                    yield frame.replace("N", noun), Claim(fact, frozenset((value,)))

    def _shapes(self) -> Iterator[Shape]:
        for name, of_fact in self._known.items():
            for key, patterns in of_fact.shapes.items():
                values = self._values(name, key)
                yield from (Shape(name, self._pattern(each), values=values) for each in patterns)
            for kind, patterns in of_fact.numbers.items():
                yield from (Shape(name, self._pattern(each), kind) for each in patterns)

    def _replies(self, name: str, words: WordsOfFact, phrases: Phrases) -> Replies:
        values: dict[str, frozenset[FactValue]] = {}
        for key, replies in words.replies.items():
            values |= dict.fromkeys(map(phrases.trimmed, self._written_out(replies)), self._values(name, key))
        return Replies(values, frozenset(map(phrases.trimmed, self._written_out(words.unclear))))

    def _common(self, phrases: Phrases) -> Common:
        """Replies are compared without particles at their ends."""

        def trimmed(words: Words) -> tuple[str, ...]:
            return tuple(dict.fromkeys(map(phrases.trimmed, self._written_out(words))))

        replies = self._file.replies
        return Common(
            affirm=frozenset(trimmed(replies.affirm)),
            deny=frozenset(trimmed(replies.deny)),
            dont_know=trimmed(replies.dont_know),
            unsure=frozenset(trimmed(replies.unsure)),
            negative=tuple(self._written_out(replies.negative)),
            prefer_not=trimmed(replies.prefer_not),
            small_talk=frozenset(trimmed(replies.small_talk)),
        )

    def _gives_way(self, words: WordsOfFact) -> dict[FactValue, frozenset[FactValue]]:
        return {value: frozenset(others) for value, others in words.gives_way.items()}

    def _years_since(self, name: str, model: YearsSinceModel) -> YearsSince:
        values = {years: self._values(name, key) for years, key in model.values.items()}
        return YearsSince(re.compile(model.only_with), values, self._values(name, model.ahead))

    def _values(self, name: str, key: bool | int | str) -> frozenset[FactValue]:
        """A key's values: `true`, `2`, `rural`, `hearing|speech` for one of several, `!employed` for any other."""
        fact = self._facts[name]
        if isinstance(key, bool | int):
            values: frozenset[FactValue] = frozenset((key,))
        elif key.startswith("!"):
            values = (fact.values or frozenset()) - {key[1:]}
        else:
            read = {FactType.INTEGER: int, FactType.DECIMAL: Decimal}.get(fact.type, str)
            values = frozenset(read(part) for part in key.split("|"))
        if not values or (fact.values is not None and not values < fact.values):
            raise ValueError(f"{NAME}: “{name}” 没有“{key}”这个值")
        return values

    def _written_out(self, words: Sequence[str]) -> Iterator[str]:
        """Every phrase that the words stand for: `(没|无)(工作|活)`, `{have}证`."""
        for word in words:
            yield from _alternatives(self._without_macros(word, "("))

    def _pattern(self, pattern: str) -> re.Pattern[str]:
        return re.compile(self._without_macros(pattern.replace("{n}", f"({NUMERAL})"), "(?:"), re.MULTILINE)

    def _any_of(self, patterns: Sequence[str]) -> re.Pattern[str]:
        return re.compile("|".join(f"(?:{self._without_macros(pattern, '(?:')})" for pattern in patterns))

    def _without_macros(self, text: str, opening: str) -> str:
        while (macro := _MACRO.search(text)) is not None:
            choices = "|".join(self._file.macros[macro[1]])
            text = f"{text[: macro.start()]}{opening}{choices}){text[macro.end() :]}"
        return text


def _alternatives(text: str) -> Iterator[str]:
    """All texts that one with alternatives in round brackets stands for; an empty alternative leaves them out."""
    start = text.find("(")
    if start < 0:
        yield text
        return
    branches, end = _group(text, start)
    rests = list(_alternatives(text[end:]))
    for branch in branches:
        for middle in _alternatives(branch):
            yield from (f"{text[:start]}{middle}{rest}" for rest in rests)


def _group(text: str, start: int) -> tuple[list[str], int]:
    """The alternatives of the brackets that open at `start`, and where the text goes on after them."""
    depth, branches, since = 0, [], start + 1
    for at, char in enumerate(text[start:], start):
        depth += (char == "(") - (char == ")")
        if depth == 0 or (depth == 1 and char == "|"):
            branches.append(text[since:at])
            since = at + 1
        if depth == 0:
            return branches, since
    raise ValueError(f"{NAME}: “{text}” 的括号没有配对")
