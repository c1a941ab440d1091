"""The rules of easy reading. Limits, words and exceptions come from `data/reference/content-rules.yaml`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.wording.pieces import Form, Message, Piece, sentences

_NUMBERED = re.compile(r"^(\d{1,2})[.、．]", re.MULTILINE)
_SIGNS = frozenset("○◎●→←↑↓×÷±≥≤■□▲△※✓☆★°℃©®™")
"""Signs of print that Unicode counts among the symbols; screen readers know them."""


class Rule(StrEnum):
    """What can be wrong with wording."""

    JARGON = "jargon"
    LONG_SENTENCE = "long_sentence"
    EMOJI = "emoji"
    LONG_MESSAGE = "long_message"
    MISSING_EASY = "missing_easy"
    LONG_BUTTON = "long_button"
    MANY_BUTTONS = "many_buttons"
    BUTTON_NUMBER = "button_number"  # a label that begins with a number gets a second one when it is shown
    UNNUMBERED = "unnumbered"  # numbers are shown, and what they stand for cannot be pressed


@dataclass(frozen=True)
class Limits:
    """Characters of a sentence, by form, and which words are jargon, with what to say instead.

    `accepted`: names within which they are none.
    """

    sentence: Mapping[Form, int]
    jargon: Mapping[Form, Mapping[str, str]]
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rules:
    """`kinds`: limits by kind of wording. Lengths are characters."""

    kinds: Mapping[str, Limits]
    longest_message: int
    longest_button: int
    most_buttons: int


@dataclass(frozen=True)
class Finding:
    """Something to mend: where, in which words, and by how much. `detail` is what to say instead, or the limit."""

    file: str
    key: str
    form: Form
    rule: Rule
    text: str
    detail: str = ""


def check_pieces(pieces: Iterable[Piece], rules: Rules) -> Iterator[Finding]:
    """Everything wrong with single pieces."""
    for piece in pieces:
        found: Iterator[tuple[Rule, str, str]]
        found = iter(((Rule.MISSING_EASY, "", ""),)) if not piece.text else _of_text(piece.text, piece, rules)
        for rule, text, detail in found:
            yield Finding(piece.file, piece.key, piece.form, rule, text, detail)


def check_messages(messages: Iterable[Message], rules: Rules) -> Iterator[Finding]:
    """Everything wrong with messages as people get them."""
    for message in messages:
        for rule, text, detail in _of_message(message, rules):
            yield Finding("", message.where, message.form, rule, text, detail)


def is_emoji(sign: str) -> bool:
    """Whether a character is a picture that screen readers read out by its name, or leave out."""
    if sign in _SIGNS:
        return False
    return unicodedata.category(sign) == "So" or sign in "\u200d\ufe0f\u20e3" or "\U0001f000" <= sign <= "\U0001faff"


def _of_text(text: str, piece: Piece, rules: Rules) -> Iterator[tuple[Rule, str, str]]:
    limits = rules.kinds[piece.kind]
    pictures = "".join(sign for sign in text if is_emoji(sign))
    if pictures:
        yield Rule.EMOJI, text, pictures
    if len(text) > rules.longest_message:
        yield Rule.LONG_MESSAGE, text, f"{len(text)}/{rules.longest_message}"
    for sentence in sentences(text):
        bare = sentence
        for name in limits.accepted:
            bare = bare.replace(name, "")
        for word, plain in limits.jargon.get(piece.form, {}).items():
            if word in bare:
                yield Rule.JARGON, sentence, f"{word}→{plain}"
    longest = limits.sentence.get(piece.form)
    for sentence in sentences(text):
        if longest is not None and len(sentence) > longest:
            yield Rule.LONG_SENTENCE, sentence, f"{len(sentence)}/{longest}"


def _of_message(message: Message, rules: Rules) -> Iterator[tuple[Rule, str, str]]:
    if len(message.text) > rules.longest_message:
        yield Rule.LONG_MESSAGE, message.text, f"{len(message.text)}/{rules.longest_message}"
    if len(message.buttons) > rules.most_buttons:
        yield Rule.MANY_BUTTONS, "、".join(message.buttons), f"{len(message.buttons)}/{rules.most_buttons}"
    for button in message.buttons:
        if len(button) > rules.longest_button:
            yield Rule.LONG_BUTTON, button, f"{len(button)}/{rules.longest_button}"
        if _NUMBERED.match(button):
            yield Rule.BUTTON_NUMBER, button, ""
    numbers = [int(number) for number in _NUMBERED.findall(message.text)]
    if numbers and message.buttons and max(numbers) > len(message.buttons):
        yield Rule.UNNUMBERED, message.text, f"{max(numbers)}/{len(message.buttons)}"
    if message.buttons and not message.last:
        yield Rule.UNNUMBERED, "、".join(message.buttons), ""
