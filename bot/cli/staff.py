"""`tongxing staff`: accounts of staff, and the chats that belong to them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from bot.bootstrap import Service
from bot.cli.failure import Failure
from bot.cli.questions import parse_region
from bot.core.records.staff import Staff, StaffRole
from bot.core.regions.region import NATIONAL
from bot.services.staff.passwords import SHORTEST_PASSWORD
from bot.services.staff.staff_accounts import CODE_STANDS, StaffAccounts, StaffRefusal, StaffRefused
from bot.settings import Settings

REFUSALS = {
    StaffRefusal.TAKEN: "已经有这个账号，或者以前有过；请换一个名字。",
    StaffRefusal.RESERVED: "这个名字留给系统用，请换一个。",
    StaffRefusal.UNKNOWN: "没有这个账号。看全部：tongxing staff list",
    StaffRefusal.SHORT_PASSWORD: f"密码太短，至少 {SHORTEST_PASSWORD} 个字符。",
}
ROLES = {StaffRole.ADMIN: "管理员", StaffRole.EDITOR: "编辑", StaffRole.AUDITOR: "只能看"}
LONGEST_NAME = 50

Name = Annotated[str, typer.Argument(help="账号名，如 王芳")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="从标准输入读密码，给脚本用")]

app = typer.Typer(help="工作人员的账号：建立、停用、连到聊天对话。", no_args_is_help=True)


@app.command()
def add(
    name: Name,
    role: Annotated[StaffRole, typer.Option(help="admin 管理员，editor 编辑，auditor 只能看")],
    region: Annotated[str | None, typer.Option(help="管哪个地区和它下面的；不写就是默认地区，没有默认就是全国")] = None,
    password_stdin: FromStdin = False,
) -> None:
    """建立一个账号，问密码。"""
    given = _name(name)
    password = _password(password_stdin)

    async def use(service: Service, accounts: StaffAccounts) -> None:
        code = parse_region(region or service.settings.default_region, service) or NATIONAL
        await accounts.add(Staff(given, role, code), password, service.clock.now())

    _run(use)
    sys.stdout.write(f"已建立账号 {given}（{ROLES[role]}）。连到聊天对话：tongxing staff link {given}\n")


@app.command("list")
def list_() -> None:
    """全部账号，和各连了几个对话。"""

    async def use(service: Service, accounts: StaffAccounts) -> list[str]:
        lines = []
        for account, contacts in await accounts.all():
            staff = account.staff
            place = "全国" if staff.region == NATIONAL else service.gazetteer.display_name(staff.region)
            state = "已停用" if account.removed_at else f"{len(contacts)} 个对话"
            lines.append(f"{staff.id}  {ROLES[staff.role]}  {place}  {state}")
        return lines

    lines = _run(use)
    if not lines:
        sys.stderr.write("还没有账号。\n")
    sys.stdout.write("".join(f"{each}\n" for each in lines))


@app.command()
def password(name: Name, password_stdin: FromStdin = False) -> None:
    """换密码。"""
    given, new = _name(name), _password(password_stdin)
    _run(lambda service, accounts: accounts.set_password(given, new, service.clock.now()))
    sys.stdout.write("已换密码。\n")


@app.command("reset-factor")
def reset_factor(name: Name) -> None:
    """手机丢了：去掉这个账号的动态验证码，只用密码登录。"""
    given = _name(name)
    removed = _run(lambda service, accounts: accounts.remove_factor(given, service.clock.now()))
    sys.stdout.write("已去掉动态验证码。\n" if removed else "这个账号没有动态验证码。\n")


@app.command()
def link(name: Name) -> None:
    """打印一个验证码；本人在对话里发出它，那个对话就归这个账号。"""
    given = _name(name)
    code = _run(lambda service, accounts: accounts.code(given, service.clock.now()))
    minutes = int(CODE_STANDS.total_seconds()) // 60
    sys.stdout.write(f"{code}\n")
    sys.stderr.write(f"{minutes} 分钟内在对话里发出这个验证码；只能用一次，不要给别人。\n")


@app.command()
def unlink(name: Name) -> None:
    """断开这个账号的全部对话。"""
    given = _name(name)
    sys.stdout.write(f"已断开 {_run(lambda service, accounts: accounts.unlink(given))} 个对话。\n")


@app.command()
def remove(name: Name) -> None:
    """停用账号，断开它的对话；名字不再给别人用。"""
    given = _name(name)
    _run(lambda service, accounts: accounts.remove(given, service.clock.now()))
    sys.stdout.write("已停用。\n")


def _name(text: str) -> str:
    name = text.strip()
    if not name or len(name) > LONGEST_NAME or "/" in name or any(not char.isprintable() for char in name):
        raise Failure(f"账号名不能是空的，最多 {LONGEST_NAME} 个字，不能有“/”。")
    return name


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    told: str = typer.prompt("密码", hide_input=True, confirmation_prompt="再输一遍", err=True)
    return told


def _run[T](use: Callable[[Service, StaffAccounts], Awaitable[T]]) -> T:
    service = Service(Settings())

    async def on_newest() -> T:
        await service.upgrade()
        try:
            return await use(service, StaffAccounts(service.units_of_work))
        finally:
            await service.engine.dispose()

    try:
        return asyncio.run(on_newest())
    except StaffRefused as refused:
        raise Failure(REFUSALS[refused.why]) from None
