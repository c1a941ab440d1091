"""What staff and people do with each register, as sentences; a register without a scenario fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.core.policies.measures import Role
from bot.core.records.calendars import UNIT
from bot.core.records.staff import Staff, StaffRole
from bot.core.records.words import figure_text, occurrence_text
from bot.services.records.record_book import NotOffered, RecordRefused
from bot.services.records.record_changes import handed_in
from bot.services.records.record_lists import Listed
from bot.services.records.record_ports import Wanted
from tests.unit.records.desk import ADMIN, NOW, TODAY, Desk, real_registers

FILE = Path(__file__).parent / "scenarios.yaml"
SCENARIOS: Mapping[str, Sequence[dict[str, Any]]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
CASES = [(register, scenario) for register, scenarios in SCENARIOS.items() for scenario in scenarios]


@pytest.mark.parametrize(
    ("register", "scenario"), CASES, ids=lambda each: each if isinstance(each, str) else each["says"]
)
async def test_scenario(register: str, scenario: dict[str, Any]) -> None:
    play = Play(register)
    for step in scenario["steps"]:
        ((name, given),) = step.items()
        await getattr(play, name)(given)


def test_every_register_has_a_scenario() -> None:
    assert set(real_registers()) - set(SCENARIOS) == set()
    assert set(SCENARIOS) - set(real_registers()) == set()


class Play:
    """Steps of one scenario. A step with `refused` expects these words in the refusal."""

    def __init__(self, register: str) -> None:
        self.register = register
        self.desk = Desk()
        self.records: dict[str, str] = {}

    async def add(self, given: dict[str, Any]) -> None:
        register = given.get("register", self.register)
        try:
            kept = await self.desk.keep.add(
                register, given["region"], given["values"], _staff(given), NOW, _text(given.get("period"))
            )
        except RecordRefused as refused:
            _expect_refusal(given, refused)
            return
        assert "refused" not in given, "it was kept"
        _expect(given.get("warns", []), " ".join(kept.warnings))
        self.records[given.get("as", "it")] = kept.record.id

    async def submit(self, given: dict[str, Any]) -> None:
        try:
            record, edition = handed_in(
                self.register, given["region"], given["values"], Role(given["role"]), "owner", TODAY, self.desk.book
            )
        except RecordRefused as refused:
            _expect_refusal(given, refused)
            return
        assert "refused" not in given, "it was kept"
        async with self.desk.units() as work:
            (number,) = await work.records.add([self.desk.book.entry(record, edition)], "owner", NOW)
            await work.commit()
        self.records[given.get("as", "it")] = number

    async def set(self, given: dict[str, Any]) -> None:
        try:
            await self.desk.keep.change(self._number(given), given["values"], _staff(given), NOW)
        except RecordRefused as refused:
            _expect_refusal(given, refused)

    async def move(self, given: dict[str, Any]) -> None:
        try:
            await self.desk.keep.move(self._number(given), given["to"], _staff(given), NOW, given.get("values"))
        except RecordRefused as refused:
            _expect_refusal(given, refused)
            return
        assert "refused" not in given, "the step was taken"

    async def find(self, given: dict[str, Any]) -> None:
        """`count` records, whose missing fields are `lacks`, a list each."""
        wanted = Wanted(region=given.get("region"), period=_text(given.get("period")), state=given.get("state"))
        try:
            found = await self._found(given, wanted)
        except RecordRefused as refused:
            _expect_refusal(given, refused)
            return
        assert "refused" not in given
        if "count" in given:
            assert len(found) == given["count"]
        if "lacks" in given:
            assert [list(each.lacks) for each in found] == given["lacks"]

    async def figures(self, given: dict[str, Any]) -> None:
        each = await self.desk.lists.get(self._number(given), ADMIN, _day(given))
        told = " ".join(figure_text(result, self.desk.phrases) for result in each.figures.values())
        _expect(given["says"], told)
        for words in given.get("says_not", []):
            assert words not in told

    async def public(self, given: dict[str, Any]) -> None:
        try:
            shown = await self.desk.window.public(self.register, given["region"], _day(given), given.get("text"))
        except RecordRefused as refused:
            _expect_refusal(given, refused)
            return
        assert "refused" not in given
        _expect_entries(given["entries"], shown.entries)
        for entry in shown.entries:
            assert not set(given.get("hides", [])) & set(entry)

    async def own(self, given: dict[str, Any]) -> None:
        shown = await self.desk.window.own(self.register, given["region"], str(given["person"]))
        _expect_entries(given["entries"], shown.entries)
        for entry in shown.entries:
            assert not set(given.get("hides", [])) & set(entry)

    async def status(self, given: dict[str, Any]) -> None:
        status = await self.desk.window.status(self._number(given))
        assert status.state == given["state"]

    async def due(self, given: dict[str, Any]) -> None:
        found = await self.desk.reminders.due(_staff(given), _day(given), given.get("region"), self.register)
        told = "\n".join(f"{each.day} {each.region} {each.period or ''} {each.says}" for each in found)
        _expect(given.get("says", []), told)
        if "count" in given:
            assert len(found) == given["count"], told
        for words in given.get("says_not", []):
            assert words not in told

    async def dates(self, given: dict[str, Any]) -> None:
        edition, _ = self.desk.reminders.calendar(self.register, given["region"], _day(given))
        units = edition.fields[UNIT].choices
        unit = next(key for key, label in units.items() if label == given["unit"]) if "unit" in given else None
        _, found = self.desk.reminders.calendar(self.register, given["region"], _day(given), unit)
        lines = [occurrence_text(each, edition, _day(given), self.desk.phrases) for each in found]
        _expect(given.get("says", []), "\n".join(lines))
        if "count" in given:
            assert len(lines) == given["count"], lines
        for words in given.get("says_not", []):
            assert words not in "\n".join(lines)

    async def tally(self, given: dict[str, Any]) -> None:
        _, summed = await self.desk.lists.tally(
            self.register, given["region"], ADMIN, _day(given), _text(given.get("period"))
        )
        if "records" in given:
            assert summed.total.records == given["records"]
        if "groups" in given:
            assert {_text(line.group): line.records for line in summed.groups} == given["groups"]
        for name, value in given.get("sums", {}).items():
            assert summed.total.sums[name] == value, name
        told = " ".join(figure_text(result, self.desk.phrases) for result in summed.total.figures.values())
        _expect(given.get("says", []), told)
        if "without" in given:
            assert len(summed.without) == given["without"]

    async def draft(self, given: dict[str, Any]) -> None:
        try:
            text = await self.desk.lists.draft(
                self.register, given["region"], ADMIN, _day(given), _text(given.get("period"))
            )
        except RecordRefused as refused:
            _expect_refusal(given, refused)
            return
        _expect(given["says"], text)
        for words in given.get("says_not", []):
            assert words not in text

    async def letter(self, given: dict[str, Any]) -> None:
        text = await self.desk.lists.letter(self._number(given), ADMIN, _day(given))
        _expect(given["says"], text)

    async def imports(self, given: dict[str, Any]) -> None:
        rows = [(number, row) for number, row in enumerate(given["rows"], start=2)]
        imported = await self.desk.imports.run(
            self.register, rows, ADMIN, NOW, region=given["region"], period=_text(given.get("period"))
        )
        assert [each.sentences for each in imported.bad] == []
        assert (imported.added, imported.joined) == (given["added"], given.get("joined", 0))

    async def worded(self, given: dict[str, Any]) -> None:
        """What the edition of a region calls things."""
        edition = self.desk.book.edition(self.desk.book.register(self.register), given["region"])
        told = [edition.title, edition.note or "", *(field.label for field in edition.fields.values())]
        told += [label for field in edition.fields.values() for label in field.choices.values()]
        told += [self.desk.book.source(edition, _day(given))]
        text = "\n".join(told)
        _expect(given.get("says", []), text)
        for words in given.get("says_not", []):
            assert words not in text, words

    async def absent(self, regions: Sequence[str]) -> None:
        for region in regions:
            with pytest.raises(NotOffered, match="文件里没有"):
                await self.desk.keep.add(self.register, region, {}, ADMIN, NOW)

    async def _found(self, given: Mapping[str, Any], wanted: Wanted) -> Sequence[Listed]:
        incomplete = bool(given.get("incomplete"))
        return await self.desk.lists.find(
            self.register, _staff(given), _day(given), wanted, text=given.get("text"), incomplete=incomplete
        )

    def _number(self, given: Mapping[str, Any]) -> str:
        return self.records[given.get("record", "it")]


def _staff(given: Mapping[str, Any]) -> Staff:
    """`by: editor 630202 Li` is the editor Li of that region."""
    if "by" not in given:
        return ADMIN
    role, region, *name = given["by"].split()
    return Staff(name[0] if name else role, StaffRole(role), region)


def _day(given: Mapping[str, Any]) -> dt.date:
    day: dt.date = given.get("day", TODAY)
    return day


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _expect(words: Sequence[str], text: str) -> None:
    for each in words:
        assert each in text, text


def _expect_refusal(given: Mapping[str, Any], refused: RecordRefused) -> None:
    assert "refused" in given, str(refused)
    for words in [given["refused"]] if isinstance(given["refused"], str) else given["refused"]:
        assert words in str(refused)


def _expect_entries(expected: Sequence[Mapping[str, Any]], shown: Sequence[Mapping[str, str]]) -> None:
    assert len(shown) == len(expected), shown
    for want, have in zip(expected, shown, strict=True):
        assert {label: str(value) for label, value in want.items()}.items() <= have.items(), have
