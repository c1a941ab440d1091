"""Forms as they were sent: what was typed, and what has to be mended.

    form = await read_form(visit.request)
    title = form.required("title", title_missing)
    day = form.day("day", day_wrong)
    if not form.good:
        return pages.page(visit, "fairs/form.html", 422, form=form)     # everything typed is there again

The macros of `templates/forms.html` show a form; `Form.of` makes one that is filled in from what is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from fastapi import Request
from starlette.datastructures import UploadFile

MOST_FIELDS = 2000


class Form:
    """Typed values by the names of fields, uploaded files, and a sentence for each field that is to be mended."""

    def __init__(self, values: Mapping[str, Sequence[str]], files: Mapping[str, UploadFile] | None = None) -> None:
        self._values = {name: tuple(several) for name, several in values.items()}
        self.files = files or {}
        self.problems: dict[str, str] = {}

    @classmethod
    def of(cls, values: Mapping[str, str | Sequence[str]]) -> Form:
        """A form filled in from what is kept."""
        return cls({name: (value,) if isinstance(value, str) else value for name, value in values.items()})

    def having(self, name: str, value: str) -> Form:
        """The same form, with its problems, but for one value."""
        renewed = Form({**self._values, name: (value,)}, self.files)
        renewed.problems = self.problems
        return renewed

    @property
    def good(self) -> bool:
        """Whether nothing has to be mended."""
        return not self.problems

    @property
    def is_missing(self) -> bool:
        """Whether nothing was filled in at all."""
        return not any(any(several) for several in self._values.values())

    def text(self, name: str) -> str:
        """What was typed, without space around it; empty for a field that was not sent."""
        several = self._values.get(name, ())
        return several[0].strip() if several else ""

    def several(self, name: str) -> tuple[str, ...]:
        """What was ticked."""
        return tuple(each for each in self._values.get(name, ()) if each)

    def ticked(self, name: str, value: str = "1") -> bool:
        """Whether a box was ticked."""
        return value in self._values.get(name, ())

    def fail(self, name: str, sentence: str) -> None:
        """The field has to be mended; of several sentences the first stands."""
        self.problems.setdefault(name, sentence)

    def required(self, name: str, sentence: str) -> str:
        """What was typed; the sentence if nothing was."""
        typed = self.text(name)
        if not typed:
            self.fail(name, sentence)
        return typed

    def choice(self, name: str, options: Collection[str], sentence: str) -> str | None:
        """One of the options; the sentence for anything else."""
        typed = self.text(name)
        if typed in options:
            return typed
        self.fail(name, sentence)
        return None

    def whole(self, name: str, sentence: str, least: int = 0, most: int = 10**9) -> int | None:
        """A whole number within the bounds; the sentence for anything else, nothing for an empty field."""
        typed = self.text(name)
        if not typed:
            return None
        if typed.isascii() and typed.isdigit() and len(typed) <= len(str(most)) and least <= int(typed) <= most:
            return int(typed)
        self.fail(name, sentence)
        return None

    def day(self, name: str, sentence: str) -> dt.date | None:
        """A day as browsers send it, e.g. 2026-11-21; the sentence for anything else, nothing for an empty field."""
        typed = self.text(name)
        if not typed:
            return None
        try:
            return dt.date.fromisoformat(typed)
        except ValueError:
            self.fail(name, sentence)
        return None


async def read_form(request: Request) -> Form:
    """The form that was sent, urlencoded or with files."""
    data = await request.form(max_fields=MOST_FIELDS)
    values: dict[str, list[str]] = {}
    files: dict[str, UploadFile] = {}
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            if value.filename:
                files[name] = value
        else:
            values.setdefault(name, []).append(value)
    return Form(values, files)
