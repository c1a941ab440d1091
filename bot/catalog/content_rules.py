"""Reads what all wording is held to: `data/reference/content-rules.yaml` and the words of offices."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.catalog.broadcast_rules import JARGON
from bot.core.wording.pieces import Form
from bot.core.wording.rules import Limits, Rule, Rules

FILE = "content-rules.yaml"
STAFF = "staff"
"""The kind of wording that only staff read: nobody of them asked for easy-read words."""
_Count = Annotated[int, Field(ge=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Files(_Strict):
    """Files whose wording is looked at, and as what kind."""

    path: str
    kind: str


class Pair(_Strict):
    """Two keys of one entry: a text and its easy-read form; `only` in files of this kind."""

    standard: str
    easy: str
    only: str | None = None


class Exempt(_Strict):
    """What is left as it is. `file` and `key` may hold `*`."""

    file: str
    key: str
    rule: Rule
    reason: str


class Scope(_Strict):
    """Where wording stands, and what is excepted."""

    files: list[Files]
    kind_of: dict[str, str]
    left_out: dict[str, str]
    pairs: list[Pair]
    names: list[str]
    exceptions: list[Exempt]


class _File(Scope):
    longest_message: _Count
    longest_button: _Count
    most_buttons: _Count
    kinds: dict[str, dict[Form, _Count]]
    jargon: dict[str, str]
    accepted: dict[str, dict[str, str]]


def load_content_rules(reference_dir: Path, content_dir: Path) -> tuple[Rules, Scope]:
    """The rules, and where they hold. Raises `ValueError` naming the file and what is wrong with it."""
    path = reference_dir / FILE
    try:
        file = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, each['loc']))}：{each['msg']}" for each in error.errors())
        raise ValueError(f"{path}：" + "；".join(problems)) from None
    hard: dict[Any, Any] = yaml.safe_load((content_dir / JARGON).read_text(encoding="utf-8"))
    of_easy = {**{str(word): str(plain) for word, plain in hard.items()}, **file.jargon}
    of_staff = dict.fromkeys(Form, file.jargon)
    kinds = {
        name: Limits(
            limits,
            of_staff if name == STAFF else {**of_staff, Form.EASY: of_easy},
            tuple(file.accepted.get(name, ())),
        )
        for name, limits in file.kinds.items()
    }
    rules = Rules(kinds, file.longest_message, file.longest_button, file.most_buttons)
    return rules, Scope.model_validate(file.model_dump(include=set(Scope.model_fields)))
