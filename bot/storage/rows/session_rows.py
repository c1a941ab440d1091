"""Sessions and wrong attempts over one open connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, case, delete, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.staff.session_ports import Attempts, Session, Stage
from bot.storage.encryption import Cipher
from bot.storage.rows.kept_broadcast_rows import moment
from bot.storage.tables.session_tables import sign_in_failures, staff_sessions

_ROW = staff_sessions.c
_TRIED = sign_in_failures.c


class SessionRows:
    """Sessions; of tokens there are only hashes."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, token_hash: str, session: Session) -> int:
        """Keep a new one."""
        row = {
            "token_hash": token_hash,
            "staff": session.staff,
            "stage": session.stage.value,
            "began_at": _ms(session.began_at),
            "seen_at": _ms(session.seen_at),
            "ends_at": _ms(session.ends_at),
        }
        key = (await self._connection.execute(insert(staff_sessions).values(row))).inserted_primary_key
        assert key is not None
        return int(key[0])

    async def get(self, token_hash: str) -> Session | None:
        """The session of this token."""
        query = select(staff_sessions).where(_ROW.token_hash == token_hash)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else _session(row)

    async def seen(self, session: int, now: dt.datetime) -> None:
        """Something was done in it."""
        await self._connection.execute(update(staff_sessions).where(_ROW.id == session).values(seen_at=_ms(now)))

    async def of(self, staff: str) -> Sequence[Session]:
        """Somebody's sessions, the newest first."""
        query = select(staff_sessions).where(_ROW.staff == staff).order_by(_ROW.id.desc())
        return [_session(row) for row in await self._connection.execute(query)]

    async def end(self, staff: str, session: int | None = None, but: int | None = None) -> int:
        """End somebody's sessions."""
        change = delete(staff_sessions).where(_ROW.staff == staff)
        if session is not None:
            change = change.where(_ROW.id == session)
        if but is not None:
            change = change.where(_ROW.id != but)
        return (await self._connection.execute(change)).rowcount

    async def delete_over(self, now: dt.datetime, idle_since: dt.datetime) -> int:
        """Delete sessions that are over."""
        over = or_(_ROW.ends_at <= _ms(now), _ROW.seen_at <= _ms(idle_since))
        return (await self._connection.execute(delete(staff_sessions).where(over))).rowcount

    async def put_flash(self, session: int, flash: str) -> None:
        """What the next page says."""
        await self._connection.execute(update(staff_sessions).where(_ROW.id == session).values(flash=flash))

    async def take_flash(self, session: int) -> str | None:
        """What was put there; it is said once."""
        flash: str | None = await self._connection.scalar(select(_ROW.flash).where(_ROW.id == session))
        if flash is not None:
            await self._connection.execute(update(staff_sessions).where(_ROW.id == session).values(flash=None))
        return flash


class FailureRows:
    """Counts of wrong attempts; a database alone does not tell of whom."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def get(self, who: str) -> Attempts | None:
        """What was counted."""
        query = select(sign_in_failures).where(_TRIED.who == self._mark(who))
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else Attempts(row.attempts, moment(row.locked_until))

    async def count(self, who: str, now: dt.datetime) -> int:
        """Count one attempt more; two at once are counted as two."""
        dialect = insert_sqlite if self._connection.dialect.name == "sqlite" else insert_postgresql
        first = dialect(sign_in_failures).values(who=self._mark(who), attempts=1, locked_until=0, last_at=_ms(now))
        again = {"attempts": _TRIED.attempts + 1, "last_at": _ms(now)}
        change = first.on_conflict_do_update(index_elements=[_TRIED.who], set_=again).returning(_TRIED.attempts)
        return int((await self._connection.execute(change)).scalar_one())

    async def lock(self, who: str, until: dt.datetime) -> None:
        """No attempts until then."""
        mine = _TRIED.who == self._mark(who)
        await self._connection.execute(update(sign_in_failures).where(mine).values(locked_until=_ms(until)))

    async def take_back(self, who: str) -> None:
        """The last attempt was right after all."""
        one_less = case((_TRIED.attempts > 0, _TRIED.attempts - 1), else_=0)
        change = update(sign_in_failures).where(_TRIED.who == self._mark(who))
        await self._connection.execute(change.values(attempts=one_less, locked_until=0))

    async def forget(self, who: str) -> bool:
        """Begin to count anew."""
        mine = _TRIED.who == self._mark(who)
        gone = delete(sign_in_failures).where(mine).returning(_TRIED.locked_until)
        return bool((await self._connection.execute(gone)).scalar())

    async def delete_before(self, moment: dt.datetime) -> int:
        """Forget what was counted before this moment."""
        old = _TRIED.last_at < _ms(moment)
        return (await self._connection.execute(delete(sign_in_failures).where(old))).rowcount

    def _mark(self, who: str) -> str:
        """Told apart from other things that are hashed with the same key; a new key begins to count anew."""
        return self._cipher.hashes(f"sign-in {who}")[0]


def _ms(moment: dt.datetime) -> int:
    return round(moment.timestamp() * 1000)


def _session(row: Row[Any]) -> Session:
    return Session(row.id, row.staff, Stage(row.stage), moment(row.began_at), moment(row.seen_at), moment(row.ends_at))
