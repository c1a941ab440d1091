"""`serve --demo`: samples to try everything with."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from bot.bootstrap import Service
from bot.cli.samples import MARK, load_samples
from bot.services.records.record_ports import Wanted
from bot.services.records.record_window import ShowRecords
from bot.settings import Settings


async def test_samples_are_marked_and_come_once_and_stay_ahead_of_the_day(tmp_path: Path) -> None:
    service = Service(Settings(var_dir=tmp_path))
    await service.upgrade()
    count = await load_samples(service)
    await _let_a_month_pass(service)
    assert await load_samples(service) == count
    async with service.units_of_work() as work:
        assert len(await work.records.find(Wanted())) == count
    window = ShowRecords(service.record_book, service.units_of_work)
    today = service.clock.today()
    for region in ("410300", "520000", "630200", "120119", "532622"):
        for register, label in (("jobs", "岗位名称"), ("fairs", "名称"), ("training_classes", "课程")):
            entries = (await window.public(register, region, today)).entries
            assert entries, (register, region)
            assert all(MARK in entry[label] for entry in entries)
    await service.engine.dispose()


async def _let_a_month_pass(service: Service) -> None:
    """As if the samples had been loaded long ago."""
    from bot.cli.record_desk import OFFICE
    from bot.services.records.records import KeepRecords

    keep, long_ago = KeepRecords(service.record_book, service.units_of_work), dt.date(2020, 1, 1).isoformat()
    async with service.units_of_work() as work:
        fairs = await work.records.find(Wanted(("fairs",)))
    for fair in fairs:
        await keep.change(fair.id, {"日期": long_ago}, OFFICE, service.clock.now())
