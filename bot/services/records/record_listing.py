"""Carries out what the conversation asks of published records, and where a case stands by its number."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace

from bot.core.conversation.listing.kinds import FAIRS, TOPICS
from bot.core.conversation.listing.requests import ListPublic, LookedUp, LookUp, Standing
from bot.core.records.record import Record
from bot.core.records.register import Edition, Kind, Subject
from bot.services.conversation.errands import Handlers, Scene
from bot.services.people.people import person_of
from bot.services.records.record_book import RecordBook
from bot.services.records.record_window import case_status, is_published, public_part, published

_REISSUED = re.compile(r"B\d+$")
"""A certificate that was issued anew keeps its number before this."""


class ListRecordsPublicly:
    """Nothing but public values leaves it; `public_url` is where this service is reached, if that is known."""

    def __init__(self, book: RecordBook, public_url: str) -> None:
        self._book, self._public_url = book, public_url
        beside = (each.id for each in book.registers.values() if any(e.shown_with for e in each.editions.values()))
        self._listed = frozenset((*beside, *(register for registers in TOPICS.values() for register in registers)))

    def handlers(self) -> Handlers:
        """The requests of lists."""
        return {ListPublic: self.listed, LookUp: self.looked_up}

    async def listed(self, request: ListPublic, scene: Scene) -> tuple[Record, ...]:
        """Registers that the region's documents do not know have nothing to show."""
        found: list[Record] = []
        for name in request.registers:
            register = self._book.registers[name]
            if register.at(request.region) is not None:
                found += await published(register, request.region, scene.now.date(), self._book, scene.work)
        return tuple(found)

    async def looked_up(self, request: LookUp, scene: Scene) -> LookedUp:
        """A published entry, or where a case stands. Of anything else a number tells nothing."""
        stored = await scene.work.records.get(request.number.strip().upper())
        if stored is None:
            return LookedUp()
        record, edition = self._book.record(stored), self._book.edition_of(stored)
        if stored.register in self._listed:
            if not is_published(record, edition, scene.now.date()):
                return LookedUp()
            address = f"{self._public_url}/fairs/{record.id}.ics" if self._public_url else None
            return LookedUp(public_part(record, edition), calendar=address if stored.register == FAIRS else None)
        if edition.subject is Subject.PERSON and edition.owner_sees and edition.kind is not Kind.CASE:
            return _own(record, edition, request.proof)
        status = case_status(stored, self._book)
        if status is None:
            return LookedUp()
        person = await person_of(scene.conversation, scene.work)
        mine = person is not None and stored.owner == person.id and bool(edition.states)
        onward = edition.states.owner_onward(stored.state or "") if edition.states else ()
        return LookedUp(standing=Standing(status.title, status.state, status.since), mine=mine and bool(onward))


def _own(record: Record, edition: Edition, proof: str | None) -> LookedUp:
    """For whoever knows the number that staff told them, and the end of their own certificate's number."""
    whole = str(record.values.get(edition.identified_by or "", ""))
    certificate = _REISSUED.sub("", whole)
    if proof is None or not certificate or not secrets.compare_digest(certificate[-len(proof) :], proof):
        return LookedUp(locked=True)
    values = {name: value for name, value in record.values.items() if name in edition.owner_sees}
    return LookedUp(own=replace(record, values=values, entered_by=""))
