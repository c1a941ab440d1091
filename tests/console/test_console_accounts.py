"""Accounts: who may manage whose, what is shown once, and what a change ends."""

from __future__ import annotations

import re

import pytest

from bot.core.records.staff import Staff, StaffRole
from bot.services.staff.staff_ports import Account, Contact
from tests.console.staff import ADMIN, AUDITOR, COUNTY_ADMIN, EDITOR, ELSEWHERE, PASSWORD, Place, Somebody, text_of

WANG = "/staff/accounts/named/王芳"


def secret(page: str) -> str:
    found = re.search(r'<p class="code">([^<]+)<', page)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("staff", [EDITOR, AUDITOR])
async def test_only_admins_manage_accounts(place: Place, staff: object) -> None:
    somebody = await place.sign_in(staff)  # type: ignore[arg-type]
    for address in ("/staff/accounts", "/staff/accounts/new", WANG, f"{WANG}/remove"):
        page = await somebody.get(address)
        assert page.status_code == 403
        assert "这一页只给管理员用" in text_of(page)
    for address in ("/staff/accounts", WANG, f"{WANG}/reset-password", f"{WANG}/remove"):
        fields = {"name": "x", "role": "admin", "region": "全国"}
        assert (await somebody.post(address, fields)).status_code == 403
    assert "账号 查看记录" not in text_of(await somebody.get("/staff"))


async def test_editors_see_no_audit_and_auditors_do(editor: Somebody, auditor: Somebody) -> None:
    assert (await editor.get("/staff/audit")).status_code == 403
    assert (await auditor.get("/staff/audit")).status_code == 200


async def test_accounts_of_other_regions_are_unknown(place: Place) -> None:
    county = await place.sign_in(COUNTY_ADMIN)
    listed = text_of(await county.get("/staff/accounts"))
    assert EDITOR.id in listed
    assert ELSEWHERE.id not in listed
    assert ADMIN.id not in listed
    for name in (ELSEWHERE.id, ADMIN.id, "没有的人"):
        address = f"/staff/accounts/named/{name}"
        assert (await county.get(address)).status_code == 404
        for act in ("reset-password", "reset-factor", "unlock", "remove", "link", "unlink", "restore"):
            assert (await county.post(f"{address}/{act}")).status_code == 404, act
    assert (await (await place.sign_in(ELSEWHERE)).get("/staff")).status_code == 200


async def test_nobody_gives_more_than_they_have(place: Place) -> None:
    county = await place.sign_in(COUNTY_ADMIN)
    for fields in (
        {"name": "大管理", "role": "admin", "region": "全国"},
        {"name": "外地", "role": "editor", "region": "120119"},
    ):
        page = await county.post("/staff/accounts", fields)
        assert page.status_code == 422
        assert "不在您负责的范围内" in text_of(page)
        assert f'value="{fields["name"]}"' in page.text
    page = await county.post(WANG, {"role": "admin", "region": "全国"})
    assert page.status_code == 422


async def test_nobody_shuts_themselves_out(admin: Somebody) -> None:
    mine = f"/staff/accounts/named/{ADMIN.id}"
    for act in ("remove", "reset-password", "reset-factor"):
        assert (await admin.post(f"{mine}/{act}")).status_code == 403
    assert (await admin.post(mine, {"role": "auditor", "region": "全国"})).status_code == 422
    assert (await admin.get("/staff/accounts")).status_code == 200


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("王芳", "已经有这个账号名"),
        ("", "请写账号名"),
        ("a/b", "账号名不能"),
        ("owner", "留给系统用"),
        ("x" * 51, "账号名不能"),
    ],
)
async def test_what_is_no_name(admin: Somebody, name: str, sentence: str) -> None:
    page = await admin.post("/staff/accounts", {"name": name, "role": "editor", "region": "砚山县"})
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert 'value="砚山县"' in page.text


async def test_a_change_of_role_signs_out_and_can_be_undone(place: Place, admin: Somebody, editor: Somebody) -> None:
    answer = await admin.post(WANG, {"role": "auditor", "region": "云南省"})
    assert answer.status_code == 303
    assert (await editor.get("/staff")).status_code == 303
    page = await admin.get(WANG)
    assert "撤销" in text_of(page)
    undo = dict(re.findall(r'<input type="hidden" name="(role|region)" value="([^"]+)"', page.text))
    assert undo == {"role": "editor", "region": "532622"}
    await admin.post(WANG, undo)
    assert "砚山县" in text_of(await admin.get("/staff/accounts"))
    assert "撤销" not in text_of(await admin.get("/staff/accounts"))


async def test_a_reset_password_is_shown_once(place: Place, admin: Somebody, editor: Somebody) -> None:
    assert "退出登录" in text_of(await admin.get(f"{WANG}/reset-password"))
    given = secret((await admin.post(f"{WANG}/reset-password")).text)
    assert given not in (await admin.get(WANG)).text
    assert (await editor.get("/staff")).status_code == 303
    browser = place.browser()
    fields = {"name": EDITOR.id, "password": given}
    answer = await browser.client.post("/staff/sign-in", data=fields)
    assert answer.headers["location"] == "/staff/sign-in/password"


async def test_a_removed_account_cannot_do_anything_until_it_is_restored(
    place: Place, admin: Somebody, editor: Somebody
) -> None:
    await admin.post(f"{WANG}/remove")
    assert (await editor.get("/staff")).status_code == 303
    wrong = await place.browser().client.post("/staff/sign-in", data={"name": EDITOR.id, "password": PASSWORD})
    assert "不对" in text_of(wrong)
    assert "已停用" in text_of(await admin.get("/staff/accounts?state=removed"))
    given = secret((await admin.post(f"{WANG}/restore")).text)
    fields = {"name": EDITOR.id, "password": given}
    assert (await place.browser().client.post("/staff/sign-in", data=fields)).status_code == 303


async def test_a_chat_is_linked_by_a_code(place: Place, editor: Somebody) -> None:
    code = secret((await editor.post("/staff/account/link")).text)
    async with place.service.units_of_work() as work:
        assert await work.accounts.take_code(code, place.clock.now()) == EDITOR.id
        await work.accounts.link(EDITOR.id, Contact("telegram", "77"), place.clock.now())
        await work.commit()
    assert "现在连着 1 个" in text_of(await editor.get("/staff/account"))
    await editor.post("/staff/account/unlink")
    assert "现在连着 0 个" in text_of(await editor.get("/staff/account"))


async def test_lists_filter_sort_page_and_export(place: Place, admin: Somebody) -> None:
    async with place.service.units_of_work() as work:
        for number in range(27):
            who = Staff(f"县员{number:02}", StaffRole.AUDITOR, "532622")
            await work.accounts.add(Account(who, "-", place.clock.now()))
        await work.commit()
    first = await admin.get("/staff/accounts?name=县员&sort=-name")
    names = re.findall(r">(县员\d\d)</a>", first.text)
    assert names == [f"县员{number:02}" for number in range(26, 1, -1)]
    assert 'aria-sort="descending"' in first.text
    following = re.search(r'href="([^"]+)" rel="next"', first.text)
    assert following is not None
    second = await admin.get(following[1].replace("&amp;", "&"))
    assert re.findall(r">(县员\d\d)</a>", second.text) == [f"县员{number:02}" for number in range(1, -1, -1)]
    file = await admin.get("/staff/accounts?name=县员&export=csv")
    assert "attachment" in file.headers["content-disposition"]
    assert file.text.count("县员") == 27
    assert (await admin.get("/staff/accounts?export=xlsx")).content.startswith(b"PK")
    assert "没有符合这些条件的" in text_of(await admin.get("/staff/accounts?name=谁也不是"))
    for odd in (
        "sort=x",
        "page=0",
        "page=-1",
        "page=99999999999",
        "size=7",
        "export=exe",
        "role=x",
        "sort=-",
        "page=９",
    ):
        assert (await admin.get(f"/staff/accounts?{odd}")).status_code == 200


async def test_the_audit_of_a_region_is_about_its_staff(place: Place, admin: Somebody) -> None:
    now = place.clock.now()
    async with place.service.units_of_work() as work:
        for each in (EDITOR, ELSEWHERE):
            await work.accesses.note(each.id, "record_viewed", now, register="jobs")
        await work.accesses.note("command-line", "people_exported", now)
        await work.commit()
    county = await place.sign_in(COUNTY_ADMIN)
    mine = text_of(await county.get("/staff/audit"))
    assert "王芳 看了一条" in mine
    assert ELSEWHERE.id not in mine
    everything = text_of(await admin.get("/staff/audit"))
    assert ELSEWHERE.id in everything
    assert "导出人员" in everything
    assert ELSEWHERE.id not in text_of(await admin.get("/staff/audit?staff=王芳"))
    assert "王芳 看了一条" in text_of(
        await admin.get("/staff/audit?what=record_viewed&since=2026-11-21&until=2026-11-21")
    )
    assert "王芳 看了一条" not in text_of(await admin.get("/staff/audit?since=2026-11-22"))
    assert "王芳 看了一条" not in text_of(await admin.get("/staff/audit?until=2026-11-20"))
    assert (await admin.get("/staff/audit?since=yesterday&until=9999-12-31")).status_code == 200
    assert ELSEWHERE.id not in text_of(await county.get("/staff/audit/accounts"))
    assert "王芳" in (await admin.get("/staff/audit?export=csv")).text
