"""Puts the console into the application: its pages, its style and scripts."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles

from bot.console import (
    account,
    accounts,
    audit,
    broadcasts,
    conversations,
    employers,
    figures,
    files,
    find_record,
    job_matches,
    learning,
    people,
    policies,
    policy_documents,
    policy_imports,
    record,
    record_form,
    records,
    review,
    sign_in,
    today,
    unaware,
)
from bot.console.desk import Desk
from bot.console.failures import NotFound
from bot.console.guard import Signed
from bot.console.pages import STATIC
from bot.console.routing import router

SUBJECTS = (
    sign_in,
    today,
    account,
    accounts,
    audit,
    figures,
    learning,
    conversations,
    broadcasts,
    policies,
    policy_documents,
    policy_imports,
    unaware,
    review,
    job_matches,
    record_form,
    records,
    record,
    find_record,
    people,
    employers,
    files,
)
"""Modules with the pages of one subject each: `routes()` gives their addresses."""


def install(app: FastAPI, desk: Desk) -> None:
    """Add the console to the application, at `/staff`."""
    app.state.console = desk
    app.mount("/staff/static", StaticFiles(directory=STATIC), name="console-static")
    for subject in SUBJECTS:
        app.include_router(subject.routes())
    app.include_router(_elsewhere())


def _elsewhere() -> APIRouter:
    """Addresses that there are not."""
    routes = router()

    async def unknown(request: Request, visit: Signed) -> Response:
        raise NotFound(visit.desk.words.say("refused.not_found_hint"))

    routes.add_api_route("/{rest:path}", unknown, methods=["GET", "POST"])
    return routes
