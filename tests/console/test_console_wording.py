"""The wording of the console: all of it is said, what is said is there, and the navigation leads somewhere."""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.core.records.staff import Staff
from bot.services.broadcasts import report_broadcasts
from bot.services.handover import handovers
from bot.services.jobs import match_desk
from bot.services.learning import learning
from bot.services.people import browse_people, import_people
from bot.services.policies import unaware
from bot.services.records import record_looks
from bot.settings import ROOT
from bot.workers.standing import standing_work
from tests.console.staff import ADMIN, AUDITOR, EDITOR, Place, all_words

CONSOLE = ROOT / "bot" / "console"
TEXT = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted(CONSOLE.rglob("*")) if path.suffix in (".py", ".html")
)
SAID = set(re.findall(r'"([a-z_0-9-]+(?:\.[a-z_0-9-]+)*)"', TEXT))
BRANCHES = re.findall(r'"([a-z_0-9-]+\.[a-z_0-9.-]*)(?:\{|" ~)', TEXT)
FAMILIES = (*BRANCHES, *(f"{name}." for name in re.findall(r'group\("([^"]+)"\)', TEXT)))
"""What keys begin with that are put together: `f"roles.{…}"`, `"roles." ~ …`, `group("roles")`."""


def test_every_sentence_is_said_somewhere() -> None:
    unused = [key for key in sorted(all_words().keys()) if key not in SAID and not key.startswith(FAMILIES)]
    assert unused == []


def test_templates_say_only_what_there_is() -> None:
    said = set(re.findall(r'\bsay\(\s*"([a-z_0-9-]+\.[a-z_0-9.-]+)"', TEXT))
    assert sorted(key for key in said - all_words().keys() if not key.endswith(".")) == []


@pytest.mark.parametrize("staff", [ADMIN, EDITOR, AUDITOR], ids=lambda staff: staff.role.value)
async def test_every_entry_of_the_navigation_leads_to_a_page(place: Place, staff: Staff) -> None:
    somebody = await place.sign_in(staff)
    several = [each for part in all_words().navigation for each in part.places]
    for entry in several:
        page = await somebody.get(entry.address, follow_redirects=True)
        assert page.status_code == (200 if staff.role in entry.roles else 403), entry.address
        if page.status_code == 200:
            assert page.text.count('aria-current="page"') >= 1, entry.address
            assert page.text.count("<h1") == 1, entry.address


def test_everything_that_is_always_planned_has_a_name(place: Place) -> None:
    planned = {each.name for each in standing_work(place.service, asyncio.Event())}
    assert planned <= all_words().group("schedules.works").keys()


def test_every_look_has_a_name_for_staff_and_for_whoever_was_looked_at(place: Place) -> None:
    of_people = {handovers.SHOWN, match_desk.LOOKED_AT, report_broadcasts.PROVED, import_people.EXPORTED}
    of_people |= {record_looks.VIEWED, record_looks.EXPORTED, record_looks.FOUND, browse_people.VIEWED, unaware.LISTED}
    assert of_people | {browse_people.LISTED, learning.VIEWED} <= all_words().group("audit.looks").keys()
    assert of_people <= place.service.phrases.group("looks").keys()


def test_no_template_parts_words_by_wide_spaces() -> None:
    """At the end of a line they make the page wider than a phone."""
    assert [path.name for path in CONSOLE.rglob("*.html") if "\u3000" in path.read_text(encoding="utf-8")] == []
