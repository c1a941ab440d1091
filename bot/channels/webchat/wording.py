"""Reads the sentences of the page itself; those of the conversation come with the replies."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.core.phrases import Phrase, Phrases
from bot.settings import ROOT

CONTENT = ROOT / "data" / "content" / "zh-CN"
"""Where the wording stands unless the wiring says otherwise."""


@dataclass(frozen=True)
class Section:
    """A part of the page about what is kept of people."""

    title: Phrase
    text: Phrase


def load_sections(folder: Path = CONTENT) -> tuple[Section, ...]:
    """The parts of that page, in order."""
    data = yaml.safe_load((folder / "privacy.yaml").read_text(encoding="utf-8"))
    return tuple(Section(Phrase(**each["title"]), Phrase(**each["text"])) for each in data["sections"])


def load_wording(folder: Path = CONTENT) -> Phrases:
    """The page's phrases. Raises `ValueError` for one that lacks its standard or its easy-read form."""
    path = folder / "web.yaml"
    phrases: dict[str, Phrase] = {}
    for key, words in yaml.safe_load(path.read_text(encoding="utf-8"))["phrases"].items():
        if set(words) != {"standard", "easy"}:
            raise ValueError(f"{path}: “{key}” 缺少 standard、easy 之一")
        phrases[key] = Phrase(str(words["standard"]), str(words["easy"]))
    return Phrases(phrases, {})
