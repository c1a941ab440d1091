"""Use case: staff add documents of their region to clause search, and take them out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from bot.core.policies.imported import ImportedClause
from bot.core.records.staff import Staff
from bot.services.policies.document_ports import Draft, ImportedEntry
from bot.services.policies.follow_documents import FollowDocuments
from bot.services.ports import UnitOfWorkFactory

DRAFT_STANDS = dt.timedelta(days=1)
"""For how long something that was read can be approved, and something that was removed be put back."""


class NotTheirs(Exception):
    """The region of the document is not that of the member of staff, or they may only look."""


class NoDocument(Exception):
    """There is no such document or draft (any more)."""


class ImportDocuments:
    """Nothing is kept before somebody has seen its clauses. Raises `NotTheirs` and `NoDocument`."""

    def __init__(self, units: UnitOfWorkFactory, documents: FollowDocuments, new_id: Callable[[], str]) -> None:
        self._units, self._documents, self._new_id = units, documents, new_id

    async def entries(self) -> Sequence[ImportedEntry]:
        """Every imported document; what documents say is no secret."""
        async with self._units() as work:
            return await work.imported.entries()

    async def entry(self, number: int) -> tuple[ImportedEntry, Sequence[ImportedClause]]:
        """One document and its clauses."""
        async with self._units() as work:
            found = next((each for each in await work.imported.entries() if each.id == number), None)
            if found is None:
                raise NoDocument
            return found, await work.imported.of(number)

    async def draft(self, clauses: Sequence[ImportedClause], staff: Staff, now: dt.datetime) -> str:
        """Put clauses aside until they are approved; returns the draft's id."""
        _check(clauses, staff)
        draft = Draft(self._new_id(), staff.id, now, tuple(clauses))
        async with self._units() as work:
            await work.drafts.delete_before(now - DRAFT_STANDS)
            await work.drafts.add(draft)
            await work.commit()
        return draft.id

    async def drafted(self, draft: str, staff: Staff) -> tuple[Draft, ImportedEntry | None]:
        """A draft of theirs, and the document that it would replace."""
        async with self._units() as work:
            found = await work.drafts.get(draft)
            if found is None:
                raise NoDocument
            _check(found.clauses, staff)
            first = found.clauses[0]
            of = (first.region, first.document_title)
            entries = await work.imported.entries()
        return found, next((each for each in entries if (each.region, each.title) == of), None)

    async def keep(self, draft: str, staff: Staff, now: dt.datetime) -> int:
        """Approve a draft: it can be searched at once. Returns how many clauses it has."""
        async with self._units() as work:
            found = await work.drafts.get(draft)
            if found is None:
                raise NoDocument
            _check(found.clauses, staff)
            kept = await work.imported.add(found.clauses, now)
            await work.drafts.remove(draft)
            await work.commit()
        await self._documents.look()
        return kept

    async def drop(self, draft: str, staff: Staff) -> None:
        """Throw a draft away."""
        async with self._units() as work:
            found = await work.drafts.get(draft)
            if found is None:
                raise NoDocument
            _check(found.clauses, staff)
            await work.drafts.remove(draft)
            await work.commit()

    async def remove(self, number: int, staff: Staff, now: dt.datetime) -> str:
        """Take a document out; returns the draft by which it can be put back."""
        async with self._units() as work:
            clauses = await work.imported.of(number)
            if not clauses:
                raise NoDocument
            _check(clauses, staff)
            draft = Draft(self._new_id(), staff.id, now, tuple(clauses))
            await work.drafts.add(draft)
            await work.imported.remove(number)
            await work.commit()
        await self._documents.look()
        return draft.id


def _check(clauses: Sequence[ImportedClause], staff: Staff) -> None:
    if not staff.writes or not all(staff.reaches(clause.region) for clause in clauses):
        raise NotTheirs
