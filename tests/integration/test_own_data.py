"""The copy holds everything that is kept of a person, and nothing of anybody else."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from bot.core.conversation.own_data.requests import Copy, CopyOwnData
from bot.core.conversation.own_data.telling import Sources
from bot.services.conversation.errands import Scene
from bot.services.people.own_data import GatherOwnData
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import real, real_book
from tests.integration.keeping_people import NAME, NOW, PHONE, SAID, SECRETS, SOMEBODY, Somebody, somebody

OTHER = "web:0123456789abcdef0123456789abcdef"


@pytest.fixture
def person(units: SqlUnitsOfWork, tmp_path: Path) -> Somebody:
    return somebody(units, tmp_path)


async def copy_for(person: Somebody, conversation: str) -> Copy:
    service = real()
    sources = Sources(service.knowledge, real_book().registers, service.purposes)
    handle = GatherOwnData(real_book()).handlers(sources)[CopyOwnData]
    async with person.units() as work:
        stored = await work.conversations.load(conversation)
        copied: Copy = await handle(CopyOwnData(stored.session), Scene(conversation, work, NOW))
    return copied


async def test_everything_is_in_both_files(person: Somebody) -> None:
    need = await person.leaves_everything()
    await person.leaves_everything(OTHER)
    copied = await copy_for(person, SOMEBODY)
    plain = orjson.loads(copied.json)
    assert plain["facts_for_notices"] == {"disability_kind": "physical", "income": "7654.32", "age": 38}
    records = {record["register"]: record for record in plain["records"]}
    assert records["job_needs"]["number"] == need
    assert records["job_needs"]["values"]["skills"] == ["糖画手艺"]
    assert records["job_needs"]["words"]["残疾等级"] == "2"
    assert {consent["purpose"] for consent in plain["consents"]} >= {"job_need", "disability", "alerts", "handover"}
    assert {look["what"] for look in plain["looked_at_by"]} == {"record_viewed", "handover_shown"}
    assert [each["text"] for each in plain["handovers"][0]["said"]] == ["楼上漏水三天了", "师傅明天上门看"]
    assert plain["conversation"]["recent"] == [{"person": SAID, "assistant": "好的"}]
    for words in ("糖画手艺", "求职登记", "li", SECRETS["told staff"], need):
        assert words in copied.text


async def test_nobody_gets_anything_of_anybody_else(person: Somebody) -> None:
    await person.leaves_everything()
    copied = await copy_for(person, OTHER)
    assert orjson.loads(copied.json)["records"] == []
    for secret in (NAME, PHONE, *SECRETS.values()):
        assert secret not in copied.text
        assert secret not in copied.json.decode()
