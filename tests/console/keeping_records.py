"""Records that tests of the console find there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.records.staff import Staff
from tests.console.staff import ADMIN, Place

JOB: Mapping[str, Any] = {
    "employer": "砚山县福利服装厂",
    "title": "缝纫工",
    "occupation": "缝纫工",
    "number": "2",
    "remote": "否",
    "place": "江那镇书院路9号",
    "wage_per": "month",
    "wage_low": "2600",
    "essential": "缝制学生校服。限女性，要求身体健康，五官端正。",
    "deadline": "2027-06-30",
    "contact": "李国强",
    "phone": "13987654321",
}
FAIR: Mapping[str, Any] = {"title": "助残招聘会", "date": "2026-12-20", "place": "县体育馆"}
CERTIFICATE = "11010519491231002X42"


async def keep(
    place: Place, register: str, values: Mapping[str, Any], region: str = "532622", by: Staff = ADMIN
) -> str:
    """A record of the register; returns its number."""
    kept = await place.desk.records.keep.add(register, region, values, by, place.clock.now())
    return kept.record.id


async def keep_job(place: Place, region: str = "532622", by: Staff = ADMIN, **others: str) -> str:
    """A posting that waits for review."""
    return await keep(place, "jobs", {**JOB, **others}, region, by)
