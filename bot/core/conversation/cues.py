"""Recognises commands, follow-ups and roles by the word lists of the content files."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

_PUNCTUATION = re.compile(r"[\s，。！、；：,.!;:~～…]+")
_QUESTION_END = re.compile(r"[？?]+$")
FOLLOW_UP = 14
"""Characters of a message that can be a mere follow-up."""


@dataclass(frozen=True)
class Cues:
    """Word lists, compiled once."""

    commands: Mapping[str, str]
    search_prefixes: tuple[str, ...]
    aspects: Mapping[str, tuple[str, ...]]
    roles: Mapping[str, tuple[str, ...]]
    elliptical: re.Pattern[str]
    fillers: re.Pattern[str]
    interview_words: Mapping[str, tuple[str, ...]]
    dates: re.Pattern[str]

    def command(self, text: str) -> str | None:
        """The command this whole message is, if it is one."""
        bare = _PUNCTUATION.sub("", text).lower()
        return self.commands.get(bare) or self.commands.get(_QUESTION_END.sub("", bare))

    def search(self, text: str) -> str | None:
        """What to look for, if the message asks for a search; may be empty."""
        for prefix in self.search_prefixes:
            if text.startswith(prefix) and (text == prefix or text[len(prefix)] in ' ：:，,“"'):
                return text[len(prefix) :].strip(' ：:，,“”"')
        return None

    def aspect(self, text: str) -> str | None:
        """Which side of a measure a short message asks about."""
        if len(text) > FOLLOW_UP:
            return None
        found = [(cue, aspect) for aspect, cues in self.aspects.items() for cue in cues if cue in text]
        return max(found, key=lambda pair: len(pair[0]))[1] if found else None

    def without_aspect(self, text: str) -> str:
        """What is left of a short message without its aspect words and fillers: empty for a mere follow-up."""
        for cues in self.aspects.values():
            for cue in sorted(cues, key=len, reverse=True):
                text = text.replace(cue, "")
        return self.bare(text)

    def bare(self, text: str) -> str:
        """Without fillers and punctuation."""
        return _PUNCTUATION.sub("", self.fillers.sub("", _QUESTION_END.sub("", text.strip())))

    def ellipsis(self, text: str) -> str | None:
        """X of 那X呢."""
        found = self.elliptical.match(text.strip())
        return found.group(1) if found else None

    def interview(self, text: str) -> str | None:
        """What a message wants of the results of an interview: `why`, or `how` to fit; the longest words decide."""
        found = [(word, name) for name, words in self.interview_words.items() for word in words if word in text]
        return max(found, key=lambda pair: len(pair[0]))[1] if found else None

    def without_interview(self, text: str) -> str:
        """What is left of such a message: the name of a measure, or nothing."""
        for word in sorted((word for words in self.interview_words.values() for word in words), key=len, reverse=True):
            text = text.replace(word, "")
        return self.bare(text)

    def day(self, text: str) -> dt.date | None:
        """The day of 到2023年呢, 按2023年6月1日算: the last one of a year or month; `None` for no date there is."""
        found = self.dates.match(text.strip())
        if found is None:
            return None
        year, month, day = (int(part) if part else None for part in found.groups())
        assert year is not None, "the pattern demands it"
        try:
            if day is not None:
                return dt.date(year, month or 1, day)
            return dt.date(year, month or 12, calendar.monthrange(year, month or 12)[1])
        except ValueError:
            return None

    def role(self, text: str) -> str | None:
        """Who seems to be speaking."""
        return next((role for role, cues in self.roles.items() if any(cue in text for cue in cues)), None)
