"""Renders pages and parts of pages; every value is escaped by the templates."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Request
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.clock import SystemClock
from bot.console.flashes import Flash, Undo, write_flash
from bot.console.words import Part, Words
from bot.core.records.staff import Staff
from bot.core.regions.gazetteer import Gazetteer
from bot.core.regions.region import NATIONAL
from bot.services.staff.staff_sessions import WARNING

if TYPE_CHECKING:
    from bot.console.guard import Visit

FOLDER = Path(__file__).parent
STATIC = FOLDER / "static"


class Pages:
    """All pages of the console."""

    def __init__(self, words: Words, gazetteer: Gazetteer, clock: SystemClock) -> None:
        self.words, self._gazetteer, self._clock = words, gazetteer, clock
        self._templates = Environment(
            loader=FileSystemLoader(FOLDER / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            say=words.say, group=words.group, version=_version(), place=self.place, moment=self.moment
        )
        self._templates.filters["moment"] = self.moment

    def page(self, visit: Visit, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """A whole page. The template extends `base.html` and sets `title`."""
        staff, over = visit.staff, visit.opened.over_at
        return self._rendered(
            template,
            status,
            visit=visit,
            csrf=visit.csrf,
            staff=staff,
            navigation=self._navigation(staff, visit.address),
            over_at=self._local(over),
            over_ms=round(over.timestamp() * 1000),
            extendable=over < visit.opened.session.ends_at,
            warning_ms=round(WARNING.total_seconds() * 1000),
            flash=visit.flash,
            **values,
        )

    def part(self, visit: Visit, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """A part of a page, for htmx; the whole page includes the same template."""
        return self._rendered(template, status, visit=visit, csrf=visit.csrf, staff=visit.staff, **values)

    def bare(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """A page for somebody who has not signed in (yet). The template extends `bare.html`."""
        return self._rendered(template, status, **values)

    def refused(self, request: Request, status: int, title: str, *sentences: str) -> HTMLResponse:
        """A page that says why something was not done or shown; `title` is the key of its title."""
        template = "_refused.html" if "hx-request" in request.headers else "refused.html"
        return self.bare(template, status, heading=self.words.say(title), sentences=sentences)

    async def done(
        self, visit: Visit, address: str, text: str, undo: Undo | None = None, *, problem: bool = False
    ) -> RedirectResponse:
        """On to a page that says what was done."""
        await visit.desk.sessions.leave_word(visit.opened.session, write_flash(Flash(text, undo, problem)))
        return RedirectResponse(address, 303)

    def place(self, region: str) -> str:
        """A region's name; the code of one that was given up."""
        is_known = region == NATIONAL or self._gazetteer.get(region) is not None
        return self._gazetteer.display_name(region) if is_known else region

    def moment(self, moment: dt.datetime | None) -> str:
        """A moment as people read it, in the service's time zone; a dash for none."""
        return "—" if moment is None else self._local(moment).strftime("%Y-%m-%d %H:%M")

    def _local(self, moment: dt.datetime) -> dt.datetime:
        """SQLite keeps moments of the service's zone without it."""
        return moment.astimezone(self._clock.now().tzinfo) if moment.tzinfo else moment

    def _rendered(self, template: str, status: int, **values: object) -> HTMLResponse:
        return HTMLResponse(self._templates.get_template(template).render(**values), status)

    def _navigation(self, staff: Staff, address: str) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """Headings with their entries: title, address, whether it is where one is."""
        mine = [
            Part(part.title, tuple(each for each in part.places if staff.role in each.roles))
            for part in self.words.navigation
        ]
        addresses = [each.address for part in mine for each in part.places]
        here = max((each for each in addresses if _leads_to(each, address)), key=len, default=None)
        return [
            (part.title, [(each.title, each.address, each.address == here) for each in part.places])
            for part in mine
            if part.places
        ]


def _leads_to(entry: str, address: str) -> bool:
    return address == entry or (entry != "/staff" and address.startswith(f"{entry}/"))


def _version() -> str:
    """Changes with style and scripts, so that browsers fetch them anew after an update."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.iterdir()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
