"""One's own account: password, second factor, where one is signed in, the chats that belong to it."""

from __future__ import annotations

from dataclasses import replace

import segno
from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from bot.console.addresses import SIGN_IN
from bot.console.flashes import Flash, write_flash
from bot.console.forms import Form, read_form
from bot.console.guard import Signed, forget, remember
from bot.console.routing import router
from bot.console.sign_in import new_password, refusal
from bot.services.staff.passwords import SHORTEST_PASSWORD
from bot.services.staff.second_factor import setup_address
from bot.services.staff.session_ports import Session
from bot.services.staff.staff_accounts import CODE_STANDS, StaffRefusal, StaffRefused
from bot.services.staff.staff_sessions import csrf_of

HOME = "/staff/account"
FACTOR = "/staff/account/factor"
FIELDS = {StaffRefusal.WRONG_PASSWORD: "old", StaffRefusal.WRONG_CODE: "code"}
"""Beside which field a refusal is said; beside the new password otherwise."""


def routes() -> APIRouter:
    """The addresses of one's own account."""
    addresses = router()
    addresses.add_api_route("/account", show, methods=["GET"])
    addresses.add_api_route("/account/password", show_password, methods=["GET"])
    addresses.add_api_route("/account/password", change_password, methods=["POST"])
    addresses.add_api_route("/account/factor", show_factor, methods=["GET"])
    addresses.add_api_route("/account/factor/begin", begin_factor, methods=["POST"])
    addresses.add_api_route("/account/factor", confirm_factor, methods=["POST"])
    addresses.add_api_route("/account/factor/remove", show_removing, methods=["GET"])
    addresses.add_api_route("/account/factor/remove", remove_factor, methods=["POST"])
    addresses.add_api_route("/account/recovery", show_recovery, methods=["GET"])
    addresses.add_api_route("/account/recovery", renew_recovery, methods=["POST"])
    addresses.add_api_route("/account/sessions/{session}/end", end_session, methods=["POST"])
    addresses.add_api_route("/account/sign-out-everywhere", sign_out_everywhere, methods=["POST"])
    addresses.add_api_route("/account/link", link, methods=["POST"])
    addresses.add_api_route("/account/unlink", unlink, methods=["POST"])
    return addresses


async def show(visit: Signed) -> Response:
    """How the account is secured, and where it is signed in."""
    desk = visit.desk
    return desk.pages.page(
        visit,
        "account/account.html",
        secured=await desk.own_account.secured(visit.opened),
        sessions=await desk.sessions.of(visit.staff, desk.clock.now()),
        here=visit.opened.session.id,
        chats=await desk.own_account.chats(visit.opened),
    )


async def show_password(visit: Signed) -> Response:
    """The form of another password."""
    return visit.desk.pages.page(visit, "account/password.html", form=Form({}), shortest=SHORTEST_PASSWORD)


async def change_password(visit: Signed) -> Response:
    """Another password; other browsers are signed out."""
    desk, form = visit.desk, await read_form(visit.request)
    old = _old(form, visit)
    new = new_password(form, desk)
    if form.good:
        try:
            begun = await desk.own_account.change_password(visit.opened, old, new, desk.clock.now())
        except StaffRefused as refused:
            form.fail(FIELDS.get(refused.why, "new"), refusal(desk, refused))
        else:
            return await _renewed(visit, begun, "account.password_changed")
    return desk.pages.page(visit, "account/password.html", 422, form=form, shortest=SHORTEST_PASSWORD)


async def begin_factor(visit: Signed) -> Response:
    """A secret for the authenticator; it counts once a code of it was typed."""
    try:
        await visit.desk.own_account.begin_factor(visit.opened)
    except StaffRefused as refused:
        return await visit.desk.pages.done(visit, HOME, refusal(visit.desk, refused), problem=True)
    return RedirectResponse(FACTOR, 303)


async def show_factor(visit: Signed) -> Response:
    """The secret as a code for the camera and as text, and a field for the first code."""
    return await _factor_page(visit, Form({}))


async def confirm_factor(visit: Signed) -> Response:
    """The first code: from now on one is asked for. The recovery codes are shown on the page that answers."""
    desk, form = visit.desk, await read_form(visit.request)
    code = form.required("code", desk.words.say("sign_in.code_missing"))
    if not form.good:
        return await _factor_page(visit, form, 422)
    try:
        (token, session), codes = await desk.own_account.confirm_factor(visit.opened, code, desk.clock.now())
    except StaffRefused as refused:
        form.fail("code", refusal(desk, refused))
        return await _factor_page(visit, form, 422)
    now = replace(visit, csrf=csrf_of(token), opened=replace(visit.opened, session=session))
    response = desk.pages.page(now, "account/codes.html", codes=codes, begun=True)
    remember(response, visit.request, token)
    return response


async def show_removing(visit: Signed) -> Response:
    """The form that takes the second factor away."""
    return visit.desk.pages.page(visit, "account/remove_factor.html", form=Form({}))


async def remove_factor(visit: Signed) -> Response:
    """The password is enough from now on."""
    desk, form = visit.desk, await read_form(visit.request)
    old = _old(form, visit)
    if form.good:
        try:
            begun = await desk.own_account.remove_factor(visit.opened, old, desk.clock.now())
        except StaffRefused as refused:
            form.fail("old", refusal(desk, refused))
        else:
            return await _renewed(visit, begun, "account.factor_removed")
    return desk.pages.page(visit, "account/remove_factor.html", 422, form=form)


async def show_recovery(visit: Signed) -> Response:
    """The form that gives new recovery codes."""
    return visit.desk.pages.page(visit, "account/recovery.html", form=Form({}))


async def renew_recovery(visit: Signed) -> Response:
    """New recovery codes, shown on the page that answers."""
    desk, form = visit.desk, await read_form(visit.request)
    old = _old(form, visit)
    if form.good:
        try:
            codes = await desk.own_account.renew_recovery(visit.opened, old, desk.clock.now())
        except StaffRefused as refused:
            form.fail("old", refusal(desk, refused))
        else:
            return desk.pages.page(visit, "account/codes.html", codes=codes, begun=False)
    return desk.pages.page(visit, "account/recovery.html", 422, form=form)


async def end_session(visit: Signed, session: int) -> Response:
    """Sign out another browser of one's own; others' sessions are out of reach."""
    ended = await visit.desk.sessions.sign_out(visit.opened, visit.desk.clock.now(), session)
    key = "account.session_ended" if ended else "account.session_gone"
    return await visit.desk.pages.done(visit, HOME, visit.desk.words.say(key))


async def sign_out_everywhere(visit: Signed) -> Response:
    """Sign out every browser, this one too."""
    await visit.desk.sessions.sign_out_everywhere(visit.opened, visit.desk.clock.now())
    response = RedirectResponse(SIGN_IN, 303)
    forget(response)
    return response


async def link(visit: Signed) -> Response:
    """A code that ties a chat to one's own account, shown on the page that answers."""
    desk, name = visit.desk, visit.staff.id
    code = await desk.accounts.link_code(name, visit.staff, desk.clock.now())
    minutes = int(CODE_STANDS.total_seconds()) // 60
    return desk.pages.page(
        visit,
        "accounts/secret.html",
        heading=desk.words.say("account.link"),
        sentence=desk.words.say("account.link_code", minutes=minutes),
        secret=code,
        address=HOME,
    )


async def unlink(visit: Signed) -> Response:
    """No chat is one's own any more."""
    await visit.desk.accounts.unlink(visit.staff.id, visit.staff, visit.desk.clock.now())
    return await visit.desk.pages.done(visit, HOME, visit.desk.words.say("accounts.done.unlink"))


def _old(form: Form, visit: Signed) -> str:
    typed = form.several("old")
    if not typed:
        form.fail("old", visit.desk.words.say("account.old_missing"))
    return typed[0] if typed else ""


async def _renewed(visit: Signed, begun: tuple[str, Session], key: str) -> Response:
    """On to the account, under the new token."""
    token, session = begun
    await visit.desk.sessions.leave_word(session, write_flash(Flash(visit.desk.words.say(key))))
    response = RedirectResponse(HOME, 303)
    remember(response, visit.request, token)
    return response


async def _factor_page(visit: Signed, form: Form, status: int = 200) -> Response:
    desk = visit.desk
    secret = await desk.own_account.pending_secret(visit.opened)
    if secret is None:
        return RedirectResponse(HOME, 303)
    code = segno.make(setup_address(secret, visit.staff.id, desk.words.say("name")))
    picture = code.png_data_uri(scale=5, border=2)
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return desk.pages.page(visit, "account/factor.html", status, form=form, picture=picture, secret=groups)
