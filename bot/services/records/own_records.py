"""Use cases of people outside around their own records: handed in, shown, changed, taken back, renewed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.core.conversation.form.requests import (
    ChangeOwn,
    Kept,
    MoveOwn,
    OwnRecord,
    OwnRecords,
    Refused,
    RenewOwn,
    SubmitRecord,
)
from bot.core.records.record import Record
from bot.core.records.register import Edition
from bot.services.conversation.errands import Handlers, Scene
from bot.services.records.record_book import RecordBook, RecordRefused
from bot.services.records.record_changes import changed, handed_in
from bot.services.records.record_ports import AlreadyThere, Happened, Stored

OWNER = "owner"
"""Who changed a record from a conversation: nobody is named."""


class KeepOwnRecords:
    """Carries out what a form asks for. Somebody else's record is as good as none."""

    def __init__(self, book: RecordBook) -> None:
        self._book = book

    def handlers(self) -> Handlers:
        """The requests of forms."""
        return {
            SubmitRecord: self.submit,
            OwnRecords: self.all_of,
            OwnRecord: self.one,
            ChangeOwn: self.change,
            MoveOwn: self.move,
            RenewOwn: self.renew,
        }

    async def submit(self, request: SubmitRecord, scene: Scene) -> Kept | Refused:
        """A new record; anonymous where the declaration asks for no consent."""
        try:
            today = scene.now.date()
            record, edition = handed_in(
                request.register, request.region, request.values, request.role, OWNER, today, self._book
            )
            owner = await _consenting(scene, edition.consent) if edition.consent is not None else None
            if edition.consent is not None and owner is None:
                return Refused((self._book.say("form_consent_gone"),))
            entry = replace(self._book.entry(record, edition), owner=owner)
            (number,) = await scene.work.records.add([entry], OWNER, scene.now)
        except RecordRefused as refused:
            return Refused((str(refused),))
        except AlreadyThere:
            return Refused((self._book.say("record_already_there", title=edition.title),))
        return Kept(replace(record, id=number))

    async def all_of(self, request: OwnRecords, scene: Scene) -> tuple[Record, ...]:
        """Their records of one register, newest first."""
        person = await _person(scene)
        mine = await scene.work.records.of_owner(person) if person else ()
        return tuple(self._book.record(each) for each in reversed(mine) if each.register == request.register)

    async def one(self, request: OwnRecord, scene: Scene) -> Record | None:
        """Their record of this number."""
        stored = await self._mine(request.number, scene)
        return self._book.record(stored) if stored else None

    async def change(self, request: ChangeOwn, scene: Scene) -> Kept | Refused:
        """Other values, and where the declaration says so another state: what was reviewed is reviewed again."""
        stored = await self._mine(request.number, scene)
        if stored is None:
            return Refused((self._book.say("record_unknown", number=request.number),))
        edition, before = self._book.edition_of(stored), self._book.record(stored)
        if not _changeable(before, edition):
            state = edition.states.labels[before.state] if edition.states and before.state else ""
            return Refused((self._book.say("form_closed", state=state),))
        told = {name: value for name, value in request.values.items() if name in edition.outside}
        try:
            after = changed(before, told, edition, self._book)
        except RecordRefused as refused:
            return Refused((str(refused),))
        if edition.owner_changes is not None and before.state != edition.owner_changes:
            after = replace(after, state=edition.owner_changes, state_since=scene.now.date())
        return await self._replaced(stored, before, _standing(after, edition, scene.now.date()), edition, scene)

    async def move(self, request: MoveOwn, scene: Scene) -> Kept | Refused:
        """A step that is the owner's to take."""
        stored = await self._mine(request.number, scene)
        if stored is None:
            return Refused((self._book.say("record_unknown", number=request.number),))
        edition, before = self._book.edition_of(stored), self._book.record(stored)
        if edition.states is None or request.state not in edition.states.owner_onward(before.state or ""):
            return Refused((self._book.say("record_stopped_not_your_step", to=request.state),))
        after = replace(before, state=request.state, state_since=scene.now.date())
        return await self._replaced(stored, before, after, edition, scene)

    async def renew(self, request: RenewOwn, scene: Scene) -> Kept | Refused:
        """As long again from today; one that has lapsed stands again."""
        stored = await self._mine(request.number, scene)
        if stored is None:
            return Refused((self._book.say("record_unknown", number=request.number),))
        edition, before = self._book.edition_of(stored), self._book.record(stored)
        after = _standing(before, edition, scene.now.date())
        lapsed = edition.states is not None and edition.owner_changes in edition.states.owner_onward(before.state or "")
        if lapsed:
            after = replace(after, state=edition.owner_changes, state_since=scene.now.date())
        return await self._replaced(stored, before, after, edition, scene)

    async def _mine(self, number: str, scene: Scene) -> Stored | None:
        person = await _person(scene)
        stored = await scene.work.records.get(number.strip().upper()) if person else None
        return stored if stored is not None and stored.owner == person else None

    async def _replaced(
        self, stored: Stored, before: Record, after: Record, edition: Edition, scene: Scene
    ) -> Kept | Refused:
        if after == before:
            return Kept(before)
        entry = replace(self._book.entry(after, edition), owner=stored.owner)
        detail: Mapping[str, Any] = {"state": [before.state, after.state]} if before.state != after.state else {}
        try:
            await scene.work.records.replace(stored, entry, Happened(scene.now, OWNER, "changed", detail))
        except AlreadyThere:
            return Refused((self._book.say("record_already_there", title=edition.title),))
        return Kept(after)


def _changeable(record: Record, edition: Edition) -> bool:
    """Whether the owner may change it: anywhere but at an end if changes are reviewed again, else where it begins."""
    if edition.states is None or record.state is None:
        return True
    if edition.owner_changes is not None:
        return bool(edition.states.onward(record.state))
    return record.state == edition.states.first


def _standing(record: Record, edition: Edition, today: dt.date) -> Record:
    """With the last day on which it stands, if the declaration sets one."""
    if edition.expires is None:
        return record
    until = today + dt.timedelta(days=edition.expires.days)
    return replace(record, values={**record.values, edition.expires.field: until})


async def _person(scene: Scene) -> str | None:
    channel, _, address = scene.conversation.partition(":")
    return await scene.work.people.id_at(channel, address)


async def _consenting(scene: Scene, purpose: str) -> str | None:
    """The person's id, if they agreed to the purpose and have not taken it back in between."""
    person = await _person(scene)
    given = await scene.work.consents.of(person) if person else ()
    return person if any(each.purpose == purpose for each in given) else None
