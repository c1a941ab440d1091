"""People in the console: the list without anything that tells who they are, and one person."""

from __future__ import annotations

import datetime as dt

from bot.services.people.people_ports import Brought
from tests.console.staff import Place, Somebody, text_of


async def bring(place: Place, region: str = "532622", *, address: str = "4711", role: str | None = "seeker") -> str:
    """Somebody who agreed to be told of fairs; returns their id."""
    now = place.clock.now()
    brought = Brought("telegram", address, region, role, True, frozenset(("find_fairs",)), now - dt.timedelta(days=3))
    async with place.service.units_of_work() as work:
        await work.people.bring([brought], "alerts", "imported", now)
        await work.commit()
        person = await work.people.id_at("telegram", address)
    assert person is not None
    return person


async def test_list_tells_nothing_that_says_who_somebody_is(place: Place, editor: Somebody) -> None:
    person = await bring(place)
    page = await editor.get("/staff/people")
    said = text_of(page)
    assert person[:8] in said and "求职者" in said and "砚山县" in said and "4711" not in page.text
    exported = (await editor.get("/staff/people?export=csv")).text
    assert "4711" not in exported and person not in exported and person[:8] in exported
    async with place.service.units_of_work() as work:
        assert [each.what for each in await work.accesses.all()] == ["people_listed"]


async def test_list_filters(place: Place, editor: Somebody) -> None:
    person = await bring(place)
    await bring(place, address="4712", role="employer")
    await bring(place, address="4713", role=None)
    for asked, found in (
        (f"start={person[:6]}", 1),
        ("role=employer", 1),
        ("role=none", 1),
        ("easy=yes", 3),
        ("easy=no", 0),
        ("channel=telegram", 3),
        ("channel=web", 0),
        ("topic=find_fairs", 3),
        ("topic=find_jobs", 0),
        ("purpose=alerts", 3),
        ("since=2026-11-21", 3),
        ("until=2026-11-01", 0),
        ("region=砚山县&sort=role", 3),
    ):
        said = text_of(await editor.get(f"/staff/people?{asked}"))
        assert (f"共 {found} 条" in said) if found else ("没有符合这些条件的" in said), asked
    assert (await editor.get("/staff/people?start=王")).status_code == 422
    assert "不在您负责的范围内" in text_of(await editor.get("/staff/people?region=120119"))


async def test_one_person_is_shown_after_the_look_is_noted(place: Place, editor: Somebody, auditor: Somebody) -> None:
    person = await bring(place)
    page = await editor.get(f"/staff/people/{person}")
    said = text_of(page)
    assert "4711" not in page.text and "imported" in said and "2026-11-18" in said
    seen = text_of(await auditor.get(f"/staff/people/{person}"))
    assert "王芳" in seen and "看了一个人" in seen
    async with place.service.units_of_work() as work:
        assert {each.staff for each in await work.accesses.of(person)} == {"王芳", "审计"}


async def test_somebody_of_another_county_is_not_there(place: Place, editor: Somebody) -> None:
    theirs = await bring(place, "120119")
    assert (await editor.get(f"/staff/people/{theirs}")).status_code == 404
    assert theirs[:8] not in (await editor.get("/staff/people")).text
    assert theirs[:8] not in (await editor.get("/staff/people?export=csv&region=120119")).text
    async with place.service.units_of_work() as work:
        assert not [each for each in await work.accesses.of(theirs) if each.staff == "王芳"]


async def test_address_of_nobody_is_not_found(editor: Somebody) -> None:
    assert (await editor.get("/staff/people/0123456789abcdef")).status_code == 404
