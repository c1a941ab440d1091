"""`GET /fairs.ics?region=…` and `/fairs/<number>.ics`: fairs for the calendar of a phone or a computer (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse

from bot.core.records.showing import NameRegion
from bot.services.broadcasts.fair_files import calendar_file
from bot.services.ports import Clock
from bot.services.records.record_book import RecordRefused
from bot.services.records.record_calendar import Fair, FairCalendar

TYPE = "text/calendar; charset=utf-8"


def install(app: FastAPI, fairs: FairCalendar, clock: Clock, name_region: NameRegion, public_url: str) -> None:
    """Add both addresses to the application."""
    routes = _Routes(fairs, clock, name_region, public_url)
    app.add_api_route("/fairs.ics", routes.feed, methods=["GET"], include_in_schema=False)
    app.add_api_route("/fairs/{number}.ics", routes.one, methods=["GET"], include_in_schema=False)


class _Routes:
    def __init__(self, fairs: FairCalendar, clock: Clock, name_region: NameRegion, public_url: str) -> None:
        self._fairs, self._clock, self._name_region, self._public_url = fairs, clock, name_region, public_url

    async def feed(self, request: Request) -> Response:
        """The fairs of a region, by its name or code; of the whole country without one."""
        try:
            place, fairs = await self._fairs.around(request.query_params.get("region"), self._clock.today())
        except RecordRefused as refused:
            return PlainTextResponse(str(refused), 404)
        return self._calendar(f"{place}招聘会", fairs)

    async def one(self, number: str) -> Response:
        """One fair."""
        fair = await self._fairs.fair(number)
        if fair is None:
            return PlainTextResponse("没有这场招聘会，请核对编号。", 404)
        return self._calendar(str(fair.record.values["title"]), (fair,))

    def _calendar(self, name: str, fairs: Iterable[Fair]) -> Response:
        content = calendar_file(name, fairs, self._clock.now(), self._name_region, self._public_url)
        return Response(content, media_type=TYPE)
