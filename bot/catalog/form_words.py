"""Reads `form-words.yaml`: what is understood while a form is filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from bot.catalog.schema import Strict, Text
from bot.core.conversation.form.words import FormWords, bare

NAME = "form-words.yaml"
Words = Annotated[tuple[Text, ...], Field(min_length=1)]


class FormWordsFile(Strict):
    """The file; what each part is, is said in it."""

    skip: Words
    yes: Words
    no: Words
    none: Words
    done: Words
    submit: Words
    later: Words
    rest: Words
    change: Text
    correct: Text
    asks_back: Text
    days: Mapping[Text, int]


def load_form_words(folder: Path) -> FormWords:
    """The lists and patterns. Raises `pydantic.ValidationError` or `re.error` for what cannot be used."""
    file = FormWordsFile.model_validate(yaml.safe_load((folder / NAME).read_text(encoding="utf-8")))
    return FormWords(
        skip=_set(file.skip),
        yes=_set(file.yes),
        no=_set(file.no),
        none=_set(file.none),
        done=_set(file.done),
        submit=_set(file.submit),
        later=_set(file.later),
        rest=_set(file.rest),
        change=re.compile(file.change),
        correct=re.compile(file.correct),
        asks_back=re.compile(file.asks_back),
        days=file.days,
    )


def _set(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(bare(word) for word in words)
