"""Carries out what the staff dialogue about broadcasts asks for, within the transaction of its turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any, cast

from bot.core.conversation.broadcasting.requests import (
    Change,
    Desk,
    Do,
    Keep,
    LinkChat,
    Look,
    NotDone,
    OpenDesk,
    Seen,
)
from bot.core.messaging.draft import Draft
from bot.core.records.staff import Staff
from bot.services.broadcasts.broadcast_parts import BroadcastParts, BroadcastRefused, Written, reached
from bot.services.broadcasts.broadcasts import Broadcasts
from bot.services.broadcasts.report_broadcasts import ReportBroadcasts
from bot.services.broadcasts.run_broadcasts import RunBroadcasts
from bot.services.conversation.errands import Handlers, Scene
from bot.services.people.people import address_of
from bot.services.ports import UnitOfWork
from bot.services.staff.staff_ports import Contact


@dataclass(frozen=True)
class _Uses:
    """The use cases on the transaction of the turn, for whoever of the staff is talking."""

    staff: Staff
    contact: Contact
    now: dt.datetime
    work: UnitOfWork
    broadcasts: Broadcasts
    running: RunBroadcasts
    reports: ReportBroadcasts


class TalkAboutBroadcasts:
    """Who is talking is looked up for every request: an account that was removed can do nothing from then on."""

    def __init__(self, parts: BroadcastParts) -> None:
        self._parts = parts

    def handlers(self) -> Handlers:
        """The requests of the dialogue."""
        return {
            LinkChat: self.link,
            OpenDesk: self.open,
            Keep: self._done(_keep),
            Change: self._done(_change),
            Look: self._done(_look),
            Do: self._done(_do),
        }

    async def link(self, request: LinkChat, scene: Scene) -> str | None:
        """The code counts once."""
        name = await scene.work.accounts.take_code(request.code, scene.now)
        if name is not None:
            await scene.work.accounts.link(name, Contact(*address_of(scene.conversation)), scene.now)
        return name

    async def open(self, request: OpenDesk, scene: Scene) -> Desk | None:
        """The newest broadcasts of their region."""
        uses = await self._uses(scene)
        if uses is None:
            return None
        recent = await uses.broadcasts.all(uses.staff)
        return Desk(uses.staff.id, uses.staff.writes, tuple(recent[: request.most]))

    def _done(self, act: Callable[[Any, _Uses], Awaitable[str]]) -> Callable[[Any, Scene], Awaitable[Seen | NotDone]]:
        """What was asked for, then the broadcast as it is; a refusal as a value."""

        async def done(request: Any, scene: Scene) -> Seen | NotDone:
            uses = await self._uses(scene)
            if uses is None:
                return NotDone(None)
            try:
                return await self._seen(await act(request, uses), uses)
            except BroadcastRefused as refused:
                return NotDone(refused.why, refused.findings)

        return done

    async def _seen(self, number: str, uses: _Uses) -> Seen:
        view = await uses.broadcasts.view(number, uses.staff, uses.now)
        report = await uses.reports.report(number, uses.staff)
        mine = view.broadcast.created.by == uses.staff.id
        needs_other = mine and view.size.total > self._parts.rules.alone_up_to
        shown = (view.broadcast, view.texts, view.size, view.sample, view.findings)
        return Seen(*shown, report.states, uses.staff.writes, needs_other)

    async def _uses(self, scene: Scene) -> _Uses | None:
        contact = Contact(*address_of(scene.conversation))
        staff = await scene.work.accounts.at(contact)
        if staff is None:
            return None
        parts = replace(self._parts, units=_within(scene.work))
        broadcasts = Broadcasts(parts)
        running, reports = RunBroadcasts(parts, broadcasts), ReportBroadcasts(parts.units)
        return _Uses(staff, contact, scene.now, scene.work, broadcasts, running, reports)


async def _keep(request: Keep, uses: _Uses) -> str:
    draft = Draft(request.title, request.text, request.easy_text)
    return (await uses.broadcasts.create(Written(draft, request.audience), uses.staff, uses.now)).broadcast.number


async def _change(request: Change, uses: _Uses) -> str:
    before = await reached(request.number, uses.staff, uses.work)
    draft = before.draft
    if request.text is not None:
        draft = replace(draft, text=request.text)
    if request.easy_text is not None:
        draft = replace(draft, easy_text=request.easy_text)
    audience = before.audience if request.audience is None else request.audience
    written = Written(draft, audience, before.send_at, before.expires_at)
    return (await uses.broadcasts.edit(request.number, written, uses.staff, uses.now)).broadcast.number


async def _look(request: Look, uses: _Uses) -> str:
    return request.number


async def _do(request: Do, uses: _Uses) -> str:
    """What takes long, writing down recipients and leaving out those of a stopped one, is done by `keep_up`."""
    running, staff, now = uses.running, uses.staff, uses.now
    match request.verb:
        case "approve":
            await running.approve(request.number, staff, now)
        case "start":
            await running.let_begin(request.number, staff, now)
        case "pause":
            await running.pause(request.number, staff)
        case "resume":
            await running.resume(request.number, staff, now)
        case "stop":
            await running.let_stop(request.number, staff, now)
        case "test":
            await running.test(request.number, staff, uses.contact, now)
    return request.number


class _Uncommitted:
    """A unit of work whose end is up to somebody else."""

    def __init__(self, work: UnitOfWork) -> None:
        self._work = work

    def __getattr__(self, name: str) -> Any:
        return getattr(self._work, name)

    async def commit(self) -> None:
        """Left to whoever began it."""


def _within(work: UnitOfWork) -> Callable[[], Any]:
    """Units of work that are all this one."""

    @asynccontextmanager
    async def unit() -> AsyncIterator[UnitOfWork]:
        yield cast("UnitOfWork", _Uncommitted(work))

    return unit
