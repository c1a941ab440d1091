"""`GET /fairs.ics?region=…` and `/fairs/<number>.ics`: fairs for the calendar of a phone or a computer (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from fastapi import FastAPI, Request, Response
from fastapi.responses import PlainTextResponse
from icalendar import Calendar, Event

from bot.core.records.fields import Value
from bot.core.records.showing import NameRegion, shown
from bot.services.ports import Clock
from bot.services.record_book import RecordRefused
from bot.services.record_calendar import Fair, FairCalendar

TYPE = "text/calendar; charset=utf-8"
_TOLD = ("step_free", "toilet", "signing", "access_note", "transport", "organiser", "posts", "for_whom", "link")
"""What stands in the description, first of all how accessible the place is."""


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
        calendar = Calendar()
        calendar.add("prodid", "-//Tongxing//zh-CN")
        calendar.add("version", "2.0")
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", name)
        for fair in fairs:
            calendar.add_component(self._event(fair))
        calendar.add_missing_timezones()
        return Response(calendar.to_ical(), media_type=TYPE)

    def _event(self, fair: Fair) -> Event:
        values, event = fair.record.values, Event()
        event.add("uid", f"{fair.number}@tongxing")
        event.add("dtstamp", self._clock.now().astimezone(dt.UTC))
        event.add("sequence", fair.version - 1)
        event.add("status", "CANCELLED" if fair.cancelled else "CONFIRMED")
        event.add("summary", str(values["title"]))
        event.add("location", str(values["place"]))
        event.add("description", "\n".join(self._told(fair)))
        if self._public_url:
            event.add("url", f"{self._public_url}/?fair={fair.number}")
        for key, moment in self._moments(values):
            event.add(key, moment)
        return event

    def _told(self, fair: Fair) -> list[str]:
        fields, values = fair.edition.fields, fair.record.values
        named = [name for name in _TOLD if name in values]
        return [f"{fields[name].label}：{shown(fields[name], values[name], self._name_region)}" for name in named]

    def _moments(self, values: Mapping[str, Value]) -> list[tuple[str, dt.date]]:
        """When it begins and ends; the whole day where no time was told."""
        day, zone = values["date"], self._clock.now().tzinfo
        assert isinstance(day, dt.date), "required"
        if "begins" not in values:
            return [("dtstart", day), ("dtend", day + dt.timedelta(days=1))]
        told = [("dtstart", values["begins"])] + ([("dtend", values["ends"])] if "ends" in values else [])
        return [(key, dt.datetime.combine(day, dt.time.fromisoformat(str(time)), zone)) for key, time in told]
