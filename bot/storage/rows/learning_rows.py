"""What the service learns from, over one open connection."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

import orjson
from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import Insert as InsertPostgresql
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import Insert as InsertSqlite
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.conversation.learning import Asked, Unclear
from bot.core.regions.region import NATIONAL
from bot.services.learning.learning_ports import (
    OPEN_STAGES,
    Correction,
    Decision,
    QuestionCount,
    Sentence,
    SentenceOrder,
    Stage,
    Training,
)
from bot.services.ports import VersionConflict
from bot.storage.encryption import Cipher
from bot.storage.rows.region_scope import within
from bot.storage.tables.learning_tables import corrections, question_counts, trainings, unclear_messages

_COUNT, _SENTENCE, _TRAINING = question_counts.c, unclear_messages.c, trainings.c
_KEY = ("day", "topic", "region", "role", "outcome", "channel")
SORTS = {name: _SENTENCE[name] for name in ("last_on", "first_on", "times", "read_as", "decision", "region")}


def _counting(change: InsertSqlite | InsertPostgresql) -> InsertSqlite | InsertPostgresql:
    return change.on_conflict_do_update(index_elements=_KEY, set_={"count": _COUNT["count"] + change.excluded["count"]})


# Made once: a statement with its values in it would be compiled anew for every turn, which costs more than to run it.
_COUNTING = {
    "sqlite": _counting(insert_sqlite(question_counts)),
    "postgresql": _counting(insert_postgresql(question_counts)),
}


class QuestionCountRows:
    """One row for each kind of question and day."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, day: dt.date, channel: str, asked: Sequence[Asked]) -> None:
        """Count these questions, in one statement."""
        counted = Counter((each.topic, each.region or NATIONAL, each.role or "", each.outcome) for each in asked)
        # In one order everywhere, so that two turns never wait for each other.
        rows = [
            {"day": day, "topic": topic, "region": region, "role": role, "outcome": outcome, "channel": channel}
            | {"count": count}
            for (topic, region, role, outcome), count in sorted(counted.items())
        ]
        if rows:
            await self._connection.execute(_COUNTING[self._connection.dialect.name], rows)

    async def monthly(self, region: str, first: dt.date, last: dt.date) -> Sequence[QuestionCount]:
        """By month, topic and outcome."""
        query = select(_COUNT.day, _COUNT.topic, _COUNT.outcome, func.sum(_COUNT.count).label("several"))
        query = query.where(_COUNT.day >= first, _COUNT.day <= last, within(_COUNT.region, region))
        found: Counter[tuple[str, str, str]] = Counter()
        for row in await self._connection.execute(query.group_by(_COUNT.day, _COUNT.topic, _COUNT.outcome)):
            found[f"{row.day:%Y-%m}", row.topic, row.outcome] += row.several
        return [QuestionCount(*key, count) for key, count in sorted(found.items())]

    async def delete_before(self, day: dt.date) -> int:
        """Forget earlier days."""
        return (await self._connection.execute(delete(question_counts).where(_COUNT.day < day))).rowcount


class UnclearRows:
    """Sentences, each sealed in its own row; found again by a keyed hash."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection, self._cipher = connection, cipher

    async def keep(self, unclear: Unclear, region: str, day: dt.date, most_a_day: int) -> None:
        """Keep one, or count it once more."""
        marks = self._cipher.hashes(unclear_text(region, unclear.text))
        again = update(unclear_messages).where(_SENTENCE.mark.in_(marks))
        change = again.values(times=_SENTENCE.times + 1, last_on=day)
        if (await self._connection.execute(change)).rowcount:
            return
        today = select(func.count()).select_from(unclear_messages).where(_SENTENCE.first_on == day)
        if (await self._connection.execute(today)).scalar_one() >= most_a_day:
            return
        row = {
            "mark": marks[0],
            "content": self._cipher.seal(orjson.dumps({"text": unclear.text, "note": ""}), marks[0]),
            "region": region,
            "read_as": unclear.read_as,
            "times": 1,
            "first_on": day,
            "last_on": day,
            "decision": Decision.OPEN.value,
            "version": 1,
        }
        dialect = insert_sqlite if self._connection.dialect.name == "sqlite" else insert_postgresql
        await self._connection.execute(dialect(unclear_messages).values(row).on_conflict_do_nothing())

    async def page(self, order: SentenceOrder) -> tuple[Sequence[Sentence], int]:
        """Some of them, and how many there are in all."""
        conditions = [within(_SENTENCE.region, order.region)]
        if order.decision:
            conditions.append(_SENTENCE.decision == order.decision)
        if order.read_as:
            conditions.append(_SENTENCE.read_as == order.read_as)
        counting = select(func.count()).select_from(unclear_messages).where(*conditions)
        total = (await self._connection.execute(counting)).scalar_one()
        column = SORTS[order.sort]
        query = select(unclear_messages).where(*conditions)
        query = query.order_by(column.desc() if order.descending else column, _SENTENCE.id).offset(order.first)
        rows = await self._connection.execute(query if order.size is None else query.limit(order.size))
        return [self._sentence(row) for row in rows], total

    async def get(self, sentence: int) -> Sentence | None:
        """One of them."""
        query = select(unclear_messages).where(_SENTENCE.id == sentence)
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else self._sentence(row)

    async def decide(self, before: Sentence, after: Sentence) -> None:
        """Store a decision."""
        query = select(_SENTENCE.mark).where(_SENTENCE.id == before.id)
        mark = (await self._connection.execute(query)).scalar_one_or_none()
        if mark is None:
            raise VersionConflict
        content = orjson.dumps({"text": after.text, "note": after.note})
        values = {
            "content": self._cipher.seal(content, mark),
            "decision": after.decision.value,
            "topic": after.topic,
            "correction": after.correction,
            "decided_by": after.decided_by,
            "version": before.version + 1,
        }
        mine = (_SENTENCE.id == before.id, _SENTENCE.version == before.version)
        if (await self._connection.execute(update(unclear_messages).where(*mine).values(values))).rowcount != 1:
            raise VersionConflict

    async def delete_before(self, day: dt.date) -> int:
        """Delete what is old and what was dropped."""
        over = or_(_SENTENCE.last_on < day, _SENTENCE.decision == Decision.DROPPED.value)
        return (await self._connection.execute(delete(unclear_messages).where(over))).rowcount

    def _sentence(self, row: Row[Any]) -> Sentence:
        content = orjson.loads(self._cipher.unseal(row.content, row.mark))
        return Sentence(
            row.id,
            content["text"],
            row.region,
            row.read_as,
            row.times,
            row.first_on,
            row.last_on,
            Decision(row.decision),
            row.topic,
            content["note"],
            row.correction,
            row.decided_by,
            row.version,
        )


def unclear_text(region: str, text: str) -> str:
    """What a sentence is found by; hashes for other ends begin otherwise."""
    return f"unclear {region} {text}"


class CorrectionRows:
    """Examples, each sealed in its own row."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection, self._cipher = connection, cipher

    async def add(self, correction: Correction) -> None:
        """Keep one."""
        row = asdict(replace(correction, text=self._cipher.seal(correction.text.encode(), correction.id)))
        await self._connection.execute(insert(corrections).values(row))

    async def all(self) -> Sequence[Correction]:
        """Every one, the oldest first."""
        rows = await self._connection.execute(select(corrections).order_by(corrections.c.on, corrections.c.id))
        opened = ((row, self._cipher.unseal(row.text, row.id).decode()) for row in rows)
        return [Correction(row.id, text, row.topic, row.region, row.by, row.on) for row, text in opened]

    async def delete(self, correction: str) -> bool:
        """Delete one."""
        return (await self._connection.execute(delete(corrections).where(corrections.c.id == correction))).rowcount == 1


class TrainingRows:
    """Trainings."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def ask(self, by: str, now: int) -> Training:
        """Ask for one, unless one is under way."""
        running = await self.under_way()
        if running is not None:
            return running
        row = {"asked_by": by, "asked_at": now, "stage": Stage.ASKED.value, "step": "", "done": 0.0}
        key = (await self._connection.execute(insert(trainings).values(row))).inserted_primary_key
        assert key is not None
        return Training(int(key[0]), by, now)

    async def under_way(self) -> Training | None:
        """The one that has not ended."""
        query = select(trainings).where(_TRAINING.stage.in_([stage.value for stage in OPEN_STAGES]))
        row = (await self._connection.execute(query.order_by(_TRAINING.id).limit(1))).one_or_none()
        return None if row is None else _training(row)

    async def latest(self, count: int) -> Sequence[Training]:
        """The last ones."""
        query = select(trainings).order_by(_TRAINING.id.desc()).limit(count)
        return [_training(row) for row in await self._connection.execute(query)]

    async def change(self, training: Training) -> None:
        """Store how far it is."""
        values = {
            **asdict(training),
            "stage": training.stage.value,
            "before": _written(training.before),
            "after": _written(training.after),
        }
        del values["id"]
        await self._connection.execute(update(trainings).where(_TRAINING.id == training.id).values(values))


def _written(figures: object) -> str | None:
    return None if figures is None else orjson.dumps(figures).decode()


def _training(row: Row[Any]) -> Training:
    before, after = (None if text is None else orjson.loads(text) for text in (row.before, row.after))
    stage = Stage(row.stage)
    ends = (row.step, row.done, row.examples, before, after, row.ended_at)
    return Training(row.id, row.asked_by, row.asked_at, stage, *ends)
