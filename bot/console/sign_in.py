"""Signing in and out: name and password, the code of the second factor, a password to be changed."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from bot.channels.webchat.guard import is_foreign
from bot.console.addresses import CODE, HOME, NEW_PASSWORD, SIGN_IN, local
from bot.console.desk import Desk
from bot.console.failures import Foreign
from bot.console.forms import Form, read_form
from bot.console.guard import Signed, Visit, forget, remember, visit_of
from bot.console.routing import router
from bot.services.staff.passwords import SHORTEST_PASSWORD
from bot.services.staff.session_ports import Stage
from bot.services.staff.staff_accounts import StaffRefused
from bot.services.staff.staff_sessions import SignInRefused

STEPS = {Stage.CODE: CODE, Stage.PASSWORD: NEW_PASSWORD}


def routes() -> APIRouter:
    """The addresses of signing in and out."""
    addresses = router()
    addresses.add_api_route("/sign-in", show, methods=["GET"])
    addresses.add_api_route("/sign-in", sign_in, methods=["POST"])
    addresses.add_api_route("/sign-in/code", show_code, methods=["GET"])
    addresses.add_api_route("/sign-in/code", enter_code, methods=["POST"])
    addresses.add_api_route("/sign-in/password", show_password, methods=["GET"])
    addresses.add_api_route("/sign-in/password", change_password, methods=["POST"])
    addresses.add_api_route("/sign-out", sign_out, methods=["POST"])
    addresses.add_api_route("/session/extend", extend, methods=["POST"])
    return addresses


async def show(request: Request) -> Response:
    """The form; whoever has signed in goes on."""
    desk: Desk = request.app.state.console
    following = local(request.query_params.get("next", HOME))
    empty = not await desk.sessions.any_account()
    return desk.pages.bare("sign_in/sign_in.html", form=Form({}), following=following, empty=empty)


async def sign_in(request: Request) -> Response:
    """Name and password: on to the page that was asked for, or to the next step."""
    desk: Desk = request.app.state.console
    if is_foreign(request):
        raise Foreign
    form, say = await read_form(request), desk.words.say
    following = local(form.text("next"))
    name = form.required("name", say("sign_in.name_missing"))
    password = form.several("password")
    if not password:
        form.fail("password", say("sign_in.password_missing"))
    if form.good:
        address = request.client.host if request.client else ""
        try:
            token, session = await desk.sessions.sign_in(name, password[0], address, desk.clock.now())
        except SignInRefused as refused:
            form.fail("name", _refused(desk, refused, "sign_in.wrong"))
        else:
            return _begun(request, token, STEPS.get(session.stage), following)
    return desk.pages.bare("sign_in/sign_in.html", 422, form=form, following=following, empty=False)


async def show_code(request: Request) -> Response:
    """The form for the code of the second factor."""
    visit = await visit_of(request, stage=Stage.CODE)
    return _code_page(visit, Form({}), local(request.query_params.get("next", HOME)))


async def enter_code(request: Request) -> Response:
    """The code, or a recovery code."""
    visit = await visit_of(request, stage=Stage.CODE)
    desk, form = visit.desk, await read_form(request)
    following = local(form.text("next"))
    code = form.required("code", desk.words.say("sign_in.code_missing"))
    if form.good:
        try:
            token, session = await desk.sessions.enter_code(visit.opened, code, desk.clock.now())
        except SignInRefused as refused:
            form.fail("code", _refused(desk, refused, "sign_in.code_wrong"))
        else:
            return _begun(request, token, STEPS.get(session.stage), following)
    return _code_page(visit, form, following, 422)


async def show_password(request: Request) -> Response:
    """The form for a password of one's own, in place of one that was given."""
    visit = await visit_of(request, stage=Stage.PASSWORD)
    return _password_page(visit, Form({}), local(request.query_params.get("next", HOME)))


async def change_password(request: Request) -> Response:
    """A password of one's own; then on to the page that was asked for."""
    visit = await visit_of(request, stage=Stage.PASSWORD)
    desk, form = visit.desk, await read_form(request)
    following = local(form.text("next"))
    new = new_password(form, desk)
    if form.good:
        try:
            token, _ = await desk.own_account.change_password(visit.opened, None, new, desk.clock.now())
        except StaffRefused as refused:
            form.fail("new", refusal(desk, refused))
        else:
            return _begun(request, token, None, following)
    return _password_page(visit, form, following, 422)


async def sign_out(visit: Signed) -> Response:
    """The session ends here and now."""
    await visit.desk.sessions.sign_out(visit.opened, visit.desk.clock.now())
    response = RedirectResponse(SIGN_IN, 303)
    forget(response)
    return response


async def extend(visit: Signed) -> Response:
    """The session lasts on, as with anything that is done; scripts are told until when."""
    over, ends = visit.opened.over_at, visit.opened.session.ends_at
    if "application/json" not in visit.request.headers.get("accept", ""):
        return RedirectResponse(HOME, 303)
    return JSONResponse({"over_ms": round(over.timestamp() * 1000), "extendable": over < ends})


def new_password(form: Form, desk: Desk) -> str:
    """The new password of a form, typed twice."""
    new, again = (form.several(name) or ("",) for name in ("new", "again"))
    if not new[0]:
        form.fail("new", desk.words.say("sign_in.new_missing"))
    elif new[0] != again[0]:
        form.fail("again", desk.words.say("sign_in.not_the_same"))
    return new[0]


def refusal(desk: Desk, refused: StaffRefused) -> str:
    """Why something was not done to an account."""
    return desk.words.say(f"refusals.{refused.why.value}", shortest=SHORTEST_PASSWORD)


def _begun(request: Request, token: str, step: str | None, following: str) -> Response:
    address = following if step is None else step if following == HOME else f"{step}?next={quote(following, safe='')}"
    response = RedirectResponse(address, 303)
    remember(response, request, token)
    return response


def _refused(desk: Desk, refused: SignInRefused, key: str) -> str:
    if refused.until is None:
        return desk.words.say(key)
    minutes = max(1, -(-int((refused.until - desk.clock.now()).total_seconds()) // 60))
    return desk.words.say("sign_in.locked", minutes=minutes)


def _code_page(visit: Visit, form: Form, following: str, status: int = 200) -> Response:
    pages = visit.desk.pages
    return pages.bare("sign_in/code.html", status, form=form, following=following, csrf=visit.csrf)


def _password_page(visit: Visit, form: Form, following: str, status: int = 200) -> Response:
    return visit.desk.pages.bare(
        "sign_in/password.html",
        status,
        form=form,
        following=following,
        csrf=visit.csrf,
        name=visit.staff.id,
        shortest=SHORTEST_PASSWORD,
    )
