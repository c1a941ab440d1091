"""Records of one register kept at hand for matching, brought up to date by what changed."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

import structlog

from bot.core.matching.index import Columns, Index, Kept
from bot.services.jobs.match_ports import Digest, Line, RecordLines, Sealed
from bot.services.records.record_ports import Stored

log = structlog.get_logger()

PAGE = 1000
"""Records read at once, so that neither the database nor the conversations wait long."""
DUE, OVERDUE = 500, 5000
"""So many changes are better built into the large columns, when there is time for it and before anything else."""
FEW = 20
"""So many are read where one stands; more are worth a thread."""
OVERLAP = dt.timedelta(minutes=1)
"""What becomes visible late is mostly no older than this; older things cost a look at every line."""


class Work(Protocol):
    """The part of a transaction that is needed here."""

    @property
    def lines(self) -> RecordLines:
        """Records and which of them changed."""
        ...


class Shelf[K: Kept, Asked]:
    """The index over the records of a register in one state, and whose they are.

    `secret`: whether what is encrypted is needed. A record that cannot be read, or is not fit for matching, is left
    out and counted. Whether anything changed is known by the digest of what was seen, so that neither clocks nor the
    order in which transactions end can hide a change for good.
    """

    def __init__(
        self,
        register: str,
        state: str,
        value_of: Callable[[Stored], K],
        columns: Callable[[Iterable[K]], Columns[Asked]],
        *,
        secret: bool,
    ) -> None:
        self.register, self.state = register, state
        self.index: Index[K, Asked] = Index(columns)
        self._value_of, self._secret = value_of, secret
        self._seen: dict[str, Line] = {}
        self._owners: dict[str, str | None] = {}
        self._digest: Digest | None = Digest()
        self._loaded_to: int | None = 0
        self._news: set[str] = set()
        self._in_turn = asyncio.Lock()

    def knows(self, line: Line | None) -> bool:
        """Whether this is what is at hand, and not another version of it."""
        return line is not None and self._seen.get(line.number) == line

    def take_news(self) -> frozenset[str]:
        """What came or changed since this was last asked; some of it may be gone again."""
        news, self._news = frozenset(self._news), set()
        return news

    def owner(self, number: str) -> str | None:
        """The id of the person whose record this is."""
        return self._owners.get(number)

    async def load_some(self, work: Work) -> bool:
        """Read the next page of a first reading; whether everything has been read."""
        async with self._in_turn:
            return await self._load_some(work)

    async def refresh(self, work: Work) -> None:
        """Bring the index up to what `work` sees; reads everything the first time."""
        async with self._in_turn:
            while not await self._load_some(work):
                pass
            if await work.lines.digest(self.register, self.state) == self._known():
                return
            await self._take(await work.lines.since(self.register, self._moment()), work)
            if await work.lines.digest(self.register, self.state) != self._known():
                await self._compare(work)
            if self.index.changes > OVERDUE:
                await self._build()

    async def tidy(self) -> None:
        """Build the large columns anew if it is due. Takes long for many and needs no transaction."""
        async with self._in_turn:
            if self.index.changes > DUE:
                await self._build()

    def drop(self, numbers: Iterable[str]) -> None:
        """These are gone, or not for matching any more."""
        several = list(numbers)
        self.index.drop(several)
        for number in several:
            if self._seen.pop(number, None) is not None:
                self._digest = None
            self._owners.pop(number, None)

    async def _load_some(self, work: Work) -> bool:
        if self._loaded_to is None:
            return True
        page = await work.lines.sealed(self.register, self.state, self._loaded_to, PAGE)
        await self._put(page, work)
        if len(page) < PAGE:
            self._loaded_to = None
            await self._build()
        else:
            self._loaded_to = page[-1].line.row
        return self._loaded_to is None

    async def _take(self, lines: Sequence[Line], work: Work) -> None:
        """Read those of the lines that say something new."""
        self.drop(line.number for line in lines if line.state != self.state)
        fresh = [line.number for line in lines if line.state == self.state and self._seen.get(line.number) != line]
        for start in range(0, len(fresh), PAGE):
            await self._put(await work.lines.numbered(fresh[start : start + PAGE]), work)

    async def _compare(self, work: Work) -> None:
        """Look at every line: some are gone, or were changed long ago and are visible only now."""
        there: dict[str, Line] = {}
        after = 0
        while page := await work.lines.lines(self.register, self.state, after, PAGE):
            there |= {line.number: line for line in page}
            after = page[-1].row
        self.drop(set(self._seen) - set(there))
        await self._take(list(there.values()), work)

    async def _put(self, page: Sequence[Sealed], work: Work) -> None:
        here = [sealed for sealed in page if sealed.line.state == self.state]
        self.drop(sealed.line.number for sealed in page if sealed.line.state != self.state)
        if len(here) > FEW:
            read = await asyncio.to_thread(self._read, here, work.lines)
        else:
            read = self._read(here, work.lines)
        unfit = [sealed.line.number for sealed in here if sealed.line.number not in read]
        if unfit:
            log.warning("not_fit_for_matching", register=self.register, records=len(unfit))
            self.index.drop(unfit)
        self.index.put(value for value, _ in read.values())
        self._owners |= {number: owner for number, (_, owner) in read.items()}
        self._news |= read.keys()
        self._seen |= {sealed.line.number: sealed.line for sealed in here}
        self._digest = None

    def _read(self, several: Sequence[Sealed], lines: RecordLines) -> Mapping[str, tuple[K, str | None]]:
        read: dict[str, tuple[K, str | None]] = {}
        for sealed in several:
            try:
                stored = lines.opened(sealed, secret=self._secret)
                read[stored.id] = (self._value_of(stored), stored.owner)
            except Exception as error:  # noqa: BLE001  one bad record must not hide the others; it is counted above
                log.error("record_not_read", register=self.register, error=type(error).__name__)
        return read

    async def _build(self) -> None:
        snapshot = self.index.snapshot()
        if len(snapshot) > FEW:
            self.index.install(snapshot, await asyncio.to_thread(self.index.built_of, snapshot))

    def _known(self) -> Digest:
        if self._digest is None:
            seen = self._seen.values()
            self._digest = Digest(
                len(seen),
                sum(line.version for line in seen),
                sum(line.row for line in seen),
                max((line.changed_at for line in seen), default=None),
            )
        return self._digest

    def _moment(self) -> dt.datetime | None:
        latest = self._known().latest
        return None if latest is None else latest - OVERLAP
