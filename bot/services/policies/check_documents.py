"""Use case: staff look by a day whether a document still holds, and note that they did."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.policies.catalogue import Catalogue
from bot.core.policies.documents import Period
from bot.core.policies.verification import CheckRules, check_due
from bot.core.records.staff import Staff
from bot.services.policies.document_ports import DocumentCheck, ImportedEntry
from bot.services.policies.import_documents import NoDocument, NotTheirs
from bot.services.ports import UnitOfWorkFactory


@dataclass(frozen=True)
class Listed:
    """A document of the catalogue, or an imported one (`imported` is its id).

    `id` stands for it in addresses and with what was noted. `due`: by when to look again, `None` for at once; `checks`:
    who looked, oldest first.
    """

    id: str
    region: str
    title: str
    number: str | None
    issued: dt.date | None
    period: Period
    due: dt.date | None
    checks: tuple[DocumentCheck, ...]
    successors: tuple[str, ...] = ()
    imported: int | None = None

    def is_due(self, today: dt.date) -> bool:
        """Whether somebody should have looked by now."""
        return self.due is None or self.due <= today


class CheckDocuments:
    """Everybody sees; staff note looks at documents of their region. Raises `NotTheirs` and `NoDocument`."""

    def __init__(self, catalogue: Catalogue, rules: CheckRules, units: UnitOfWorkFactory) -> None:
        self._catalogue, self._rules, self._units = catalogue, rules, units

    async def all(self) -> Sequence[Listed]:
        """Every document, those of the catalogue first."""
        async with self._units() as work:
            imported, checks = await work.imported.entries(), await work.document_checks.all()
        return [*self._of_catalogue(checks), *(self._of_imported(each, checks) for each in imported)]

    async def get(self, document: str) -> Listed:
        """One document."""
        found = next((each for each in await self.all() if each.id == document), None)
        if found is None:
            raise NoDocument
        return found

    async def note(self, document: str, staff: Staff, note: str, today: dt.date) -> int:
        """Somebody looked today; returns the id of the look."""
        found = await self.get(document)
        _check(found.region, staff)
        async with self._units() as work:
            look = await work.document_checks.add(document, staff.id, today, note)
            await work.commit()
        return look

    async def take_back(self, look: int, staff: Staff) -> str:
        """The look was noted by mistake, by themselves; returns the document."""
        async with self._units() as work:
            found = await work.document_checks.get(look)
            if found is None:
                raise NoDocument
            if found.by != staff.id or not staff.writes:
                raise NotTheirs
            await work.document_checks.remove(look)
            await work.commit()
        return found.document

    def _of_catalogue(self, checks: Sequence[DocumentCheck]) -> Sequence[Listed]:
        return [
            Listed(
                each.id,
                each.region,
                each.title,
                each.number,
                each.issued,
                each.period,
                self._due(each.id, each.issued, each.period, checks),
                _of(each.id, checks),
                each.successors,
            )
            for each in self._catalogue.documents.values()
        ]

    def _of_imported(self, each: ImportedEntry, checks: Sequence[DocumentCheck]) -> Listed:
        """Its id holds after it is imported anew under the same title and region."""
        document = f"{each.region}.{each.title}"[:LONGEST]
        due = self._due(document, each.period.start, each.period, checks)
        of = _of(document, checks)
        return Listed(document, each.region, each.title, each.number, None, each.period, due, of, imported=each.id)

    def _due(
        self, document: str, issued: dt.date | None, period: Period, checks: Sequence[DocumentCheck]
    ) -> dt.date | None:
        mine = _of(document, checks)
        return check_due(issued, period, mine[-1].on if mine else None, self._rules)


LONGEST = 100
"""Characters under which a look is kept."""


def _of(document: str, checks: Sequence[DocumentCheck]) -> tuple[DocumentCheck, ...]:
    return tuple(each for each in checks if each.document == document)


def _check(region: str, staff: Staff) -> None:
    if not staff.writes or not staff.reaches(region):
        raise NotTheirs
