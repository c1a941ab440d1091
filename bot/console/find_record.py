"""Records of somebody are found by phone or certificate number, sent by a form: neither stands in an address."""

from __future__ import annotations

from fastapi import APIRouter, Response

from bot.console.forms import Form, read_form
from bot.console.guard import Writing
from bot.console.lists import Link
from bot.console.record_texts import address_of, state_label
from bot.console.routing import router
from bot.core.records.marks import CERTIFICATE, PHONE, plain

SHORTEST = {PHONE: 5, CERTIFICATE: 15}
"""Characters, once tidied: less is no number."""


def routes() -> APIRouter:
    """The form, and what it finds."""
    addresses = router()
    addresses.add_api_route("/find", show, methods=["GET"])
    addresses.add_api_route("/find", find, methods=["POST"])
    return addresses


async def show(visit: Writing) -> Response:
    """The form."""
    return visit.desk.pages.page(visit, "records/find.html", form=Form.of({"kind": PHONE}), found=None)


async def find(visit: Writing) -> Response:
    """What is found is shown at once, and nowhere else; the look is noted."""
    desk, form = visit.desk, await read_form(visit.request)
    kind = form.choice("kind", SHORTEST, desk.words.say("records.find.kind_missing"))
    said = form.required("said", desk.words.say("records.find.said_missing"))
    if kind and said and len(plain(kind, said)) < SHORTEST[kind]:
        form.fail("said", desk.words.say(f"records.find.wrong_{kind}"))
    if not form.good or kind is None:
        return desk.pages.page(visit, "records/find.html", 422, form=form, found=None)
    found = [
        (
            Link(each.record.id, address_of(each.record.register, each.record.id)),
            each.edition.title,
            desk.pages.place(each.record.region),
            state_label(each),
        )
        for each in await desk.records.looks.find(kind, said, visit.staff, desk.clock.now())
    ]
    return desk.pages.page(visit, "records/find.html", form=form, found=found)
