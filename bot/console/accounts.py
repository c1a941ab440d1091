"""Accounts of staff, for admins: a list, adding, and what can be done to one."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from fastapi import APIRouter, Response

from bot.console.exporting import exported
from bot.console.failures import NotAllowed, NotFound
from bot.console.flashes import Undo
from bot.console.forms import Form, read_form
from bot.console.guard import Managing
from bot.console.lists import Badge, Column, Filter, Link, Listing, Row, paged, read_query
from bot.console.routing import router
from bot.console.sign_in import refusal
from bot.core.records.staff import Staff, StaffRole
from bot.services.staff.manage_accounts import Overview
from bot.services.staff.staff_accounts import CODE_STANDS, StaffRefusal, StaffRefused

HOME = "/staff/accounts"
STATES = ("open", "locked", "removed")
CONFIRMED = ("reset-password", "reset-factor", "remove", "unlink")
"""What is asked about before it is done."""


def routes() -> APIRouter:
    """The addresses of accounts; names may be any text, so that they stand apart from other words."""
    addresses = router()
    addresses.add_api_route("/accounts", show, methods=["GET"])
    addresses.add_api_route("/accounts", add, methods=["POST"])
    addresses.add_api_route("/accounts/new", show_new, methods=["GET"])
    addresses.add_api_route("/accounts/named/{name}", show_one, methods=["GET"])
    addresses.add_api_route("/accounts/named/{name}", change, methods=["POST"])
    addresses.add_api_route("/accounts/named/{name}/{act}", ask, methods=["GET"])
    addresses.add_api_route("/accounts/named/{name}/{act}", do, methods=["POST"])
    return addresses


def address_of(name: str) -> str:
    """The page of an account."""
    return f"{HOME}/named/{quote(name, safe='')}"


async def show(visit: Managing) -> Response:
    """Every account of the region."""
    desk, say = visit.desk, visit.desk.words.say
    columns = [Column(key, say(f"accounts.{key}")) for key in ("name", "role", "region", "state", "factor")]
    columns.append(Column("chats", say("accounts.chats"), number=True))
    query = read_query(visit.request, columns, filters=("name", "role", "state"), sort="name")
    several = [each for each in await desk.accounts.all(visit.staff, desk.clock.now()) if _fits(each, query.filters)]
    several.sort(key=lambda each: _sorting(each, query.sort), reverse=query.descending)
    listing = Listing(
        caption=say("accounts.title"),
        columns=columns,
        rows=[_row(each, visit) for each in paged(several, query)],
        total=len(several),
        query=query,
        filters=[
            Filter("name", say("accounts.name")),
            Filter("role", say("accounts.role"), desk.words.group("roles")),
            Filter("state", say("accounts.state"), desk.words.group("accounts.states")),
        ],
        empty=say("accounts.empty"),
        exports=("xlsx", "csv"),
        name=say("accounts.title"),
    )
    return await exported(listing) if query.export else desk.pages.page(visit, "accounts/list.html", listing=listing)


async def show_new(visit: Managing) -> Response:
    """The form of a new account."""
    form = Form.of({"role": StaffRole.EDITOR.value, "region": visit.desk.pages.place(visit.staff.region)})
    return visit.desk.pages.page(visit, "accounts/new.html", form=form)


async def add(visit: Managing) -> Response:
    """A new account; its password for the first time is shown on the page that answers, and nowhere else."""
    desk, form = visit.desk, await read_form(visit.request)
    name = form.required("name", desk.words.say("accounts.name_missing"))
    role, region = _role_and_region(form, visit)
    if form.good and role and region:
        try:
            password = await desk.accounts.add(Staff(name, role, region), visit.staff, desk.clock.now())
        except StaffRefused as refused:
            field = "region" if refused.why is StaffRefusal.ELSEWHERE else "name"
            form.fail(field, refusal(desk, refused))
        else:
            return _told(visit, name, "accounts.added", password)
    return desk.pages.page(visit, "accounts/new.html", 422, form=form)


async def show_one(visit: Managing, name: str) -> Response:
    """One account, and what can be done to it."""
    one = await _one(visit, name)
    return _page(visit, one, _kept(visit, one))


async def change(visit: Managing, name: str) -> Response:
    """Another role or region."""
    desk, form = visit.desk, await read_form(visit.request)
    before = await _one(visit, name)
    role, region = _role_and_region(form, visit)
    if form.good and role and region:
        try:
            await desk.accounts.change(name, role, region, visit.staff, desk.clock.now())
        except StaffRefused as refused:
            form.fail("region" if refused.why is StaffRefusal.ELSEWHERE else "role", refusal(desk, refused))
        else:
            was = before.account.staff
            undo = Undo(address_of(name), {"role": was.role.value, "region": was.region})
            return await desk.pages.done(visit, address_of(name), desk.words.say("accounts.changed"), undo)
    return _page(visit, before, form, 422)


async def ask(visit: Managing, name: str, act: str) -> Response:
    """What will happen, before it does."""
    say = visit.desk.words.say
    if act not in CONFIRMED:
        raise NotFound(say("refused.not_found_hint"))
    one = await _one(visit, name)
    return visit.desk.pages.page(
        visit,
        "confirm.html",
        heading=say(f"accounts.ask.{act}.heading", name=name),
        sentences=[say(f"accounts.ask.{act}.what", name=name, chats=one.chats)],
        address=f"{address_of(name)}/{act}",
        label=say(f"accounts.ask.{act}.label"),
        back=address_of(name),
    )


async def do(visit: Managing, name: str, act: str) -> Response:
    """Do something to an account. What is secret is shown on the page that answers, and nowhere else."""
    desk, staff, now = visit.desk, visit.staff, visit.desk.clock.now()
    accounts, say = desk.accounts, desk.words.say
    try:
        match act:
            case "reset-password":
                return _told(visit, name, "accounts.password_reset", await accounts.reset_password(name, staff, now))
            case "restore":
                return _told(visit, name, "accounts.restored", await accounts.restore(name, staff, now))
            case "link":
                minutes = int(CODE_STANDS.total_seconds()) // 60
                code = await accounts.link_code(name, staff, now)
                return _told(visit, name, "accounts.link_code", code, minutes=minutes)
            case "reset-factor":
                await accounts.reset_factor(name, staff, now)
            case "unlock":
                await accounts.unlock(name, staff, now)
            case "unlink":
                await accounts.unlink(name, staff, now)
            case "remove":
                await accounts.remove(name, staff, now)
            case _:
                raise NotFound(say("refused.not_found_hint"))
    except StaffRefused as refused:
        if refused.why is StaffRefusal.UNKNOWN:
            raise NotFound(refusal(desk, refused)) from None
        raise NotAllowed(refusal(desk, refused)) from None
    return await desk.pages.done(visit, address_of(name), say(f"accounts.done.{act}"))


async def _one(visit: Managing, name: str) -> Overview:
    try:
        return await visit.desk.accounts.get(name, visit.staff, visit.desk.clock.now())
    except StaffRefused as refused:
        raise NotFound(refusal(visit.desk, refused)) from None


def _page(visit: Managing, one: Overview, form: Form, status: int = 200) -> Response:
    mine = one.account.staff.id == visit.staff.id
    address = address_of(one.account.staff.id)
    return visit.desk.pages.page(
        visit, "accounts/one.html", status, one=one, form=form, mine=mine, address=address, state=_state(one)
    )


def _told(visit: Managing, name: str, key: str, secret: str, **values: object) -> Response:
    """The page with what is told only once."""
    sentence = visit.desk.words.say(key, name=name, **values)
    heading = visit.desk.words.say("accounts.secret", name=name)
    address = address_of(name)
    return visit.desk.pages.page(
        visit, "accounts/secret.html", heading=heading, sentence=sentence, secret=secret, address=address
    )


def _role_and_region(form: Form, visit: Managing) -> tuple[StaffRole | None, str | None]:
    say = visit.desk.words.say
    role = form.choice("role", [each.value for each in StaffRole], say("accounts.role_missing"))
    typed = form.required("region", say("accounts.region_missing"))
    region = _region(typed, visit) if typed else None
    if typed and region is None:
        form.fail("region", say("accounts.region_unknown", region=typed))
    return (StaffRole(role) if role else None), region


def _region(typed: str, visit: Managing) -> str | None:
    return "000000" if typed == visit.desk.pages.place("000000") else visit.desk.book.region(typed)


def _kept(visit: Managing, one: Overview) -> Form:
    staff = one.account.staff
    return Form.of({"role": staff.role.value, "region": visit.desk.pages.place(staff.region)})


def _fits(one: Overview, filters: Mapping[str, str]) -> bool:
    staff = one.account.staff
    return (
        filters["name"] in staff.id
        and filters["role"] in ("", staff.role.value)
        and filters["state"] in ("", _state(one))
    )


def _state(one: Overview) -> str:
    if one.account.removed_at is not None:
        return "removed"
    return "locked" if one.locked_until is not None else "open"


def _sorting(one: Overview, key: str) -> tuple[object, ...]:
    staff = one.account.staff
    values: dict[str, object] = {
        "name": staff.id,
        "role": staff.role.value,
        "region": staff.region,
        "state": STATES.index(_state(one)),
        "factor": one.factor,
        "chats": one.chats,
    }
    return values[key], staff.id


def _row(one: Overview, visit: Managing) -> Row:
    say, staff, state = visit.desk.words.say, one.account.staff, _state(one)
    kinds: dict[str, str] = {"open": "good", "locked": "warn", "removed": "bad"}
    return (
        Link(staff.id, address_of(staff.id)),
        say(f"roles.{staff.role.value}"),
        visit.desk.pages.place(staff.region),
        Badge(say(f"accounts.states.{state}"), kinds[state]),
        say("accounts.factor_on" if one.factor else "accounts.factor_off"),
        one.chats,
    )
