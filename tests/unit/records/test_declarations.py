"""The declarations of the service, and what is said about broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.catalog.problems import CatalogueError
from bot.core.records.fields import IDENTIFYING, FieldType
from bot.core.records.register import Edition
from bot.core.records.staff import Staff, StaffRole
from bot.core.regions.region import NATIONAL
from bot.services.records.record_book import NotOffered
from tests.unit.records.desk import TODAY, Desk, load, policies, real_registers

ROWS = frozenset(
    f"S{number:02}"
    for number in (
        *range(1, 5), *range(7, 11), 12, 13, 15, 16, *range(19, 35), *range(36, 40), 41, 42, *range(44, 49),
        *range(51, 60), 61, 62, 67, 69, 70, 75, 77, 78, 80, 81, 82, *range(84, 88), *range(89, 95),
    )
)  # fmt: skip
"""Rows of the feature list whose kind is register, ledger, case or calendar."""
PLANS = ("120119", "410300", "520000", "532622", "630200")
EDITIONS = [edition for register in real_registers().values() for edition in register.editions.values()]
WORDS_OF_PEOPLE = ("姓名", "证号", "户主", "联系人", "手机")


def _name(edition: Edition) -> str:
    return f"{edition.register}-{edition.region}"


def test_every_row_is_served_by_a_declaration() -> None:
    assert {row for register in real_registers().values() for row in register.rows} == ROWS


@pytest.mark.parametrize("edition", EDITIONS, ids=_name)
def test_nothing_personal_is_public(edition: Edition) -> None:
    for name in edition.public.fields:
        field = edition.fields[name]
        assert name not in edition.private
        assert not any(word in field.label for word in WORDS_OF_PEOPLE)


@pytest.mark.parametrize("edition", EDITIONS, ids=_name)
def test_who_somebody_is_stands_in_a_personal_field(edition: Edition) -> None:
    for field in edition.fields.values():
        if field.type in IDENTIFYING or any(word in field.label for word in WORDS_OF_PEOPLE):
            assert field.id in edition.private, field.label


@pytest.mark.parametrize("edition", EDITIONS, ids=_name)
def test_every_clause_is_in_the_catalogue(edition: Edition) -> None:
    catalogue = policies().catalogue
    known = {(clause.document, clause.id) for clause in catalogue.clauses}
    for citation in edition.citations:
        assert (citation.document, citation.clause) in known
        assert catalogue.documents[citation.document].region == edition.region


@pytest.mark.parametrize("register", real_registers().values(), ids=lambda register: register.id)
def test_where_the_document_knows_no_such_thing_it_says_so(register: object) -> None:
    desk, found = Desk(), register
    if NATIONAL in found.editions:  # type: ignore[attr-defined]
        assert desk.book.edition(found, "440300").citations == ()  # type: ignore[arg-type]
        return
    for region in set(PLANS) - set(found.editions):  # type: ignore[attr-defined]
        with pytest.raises(NotOffered, match="文件里没有"):
            desk.book.edition(found, region)  # type: ignore[arg-type]


def test_of_a_region_without_documents_nothing_is_claimed() -> None:
    desk = Desk()
    with pytest.raises(NotOffered, match="没有收录"):
        desk.book.edition(desk.book.register("reserved_posts"), "440300")


def test_the_four_ones_are_called_what_each_document_calls_them() -> None:
    def labels(region: str) -> list[str]:
        fields = real_registers()["four_ones"].editions[region].fields.values()
        return [field.label for field in fields if field.type is FieldType.DATE]

    usual = ["基础信息核对", "职业能力评估", "就业需求登记", "就业服务"]
    assert labels("410300") == labels("120119") == labels("532622") == usual
    assert labels("630200") == ["基础信息核对", "职业能力评估", "求职登记", "就业介绍服务"]
    assert "没有列出四项内容" in (real_registers()["four_ones"].editions["520000"].note or "")


def test_named_organisations_are_spelt_as_in_the_notice() -> None:
    said = "".join(measure.says.standard for measure in policies().catalogue.of_region("120119"))
    names = [str(entry["name"]) for edition in EDITIONS if edition.region == "120119" for entry in edition.named]
    assert len(names) == 11
    assert [name for name in names if name not in said] == []


def test_titles_find_their_register_also_by_a_regions_own_title() -> None:
    book = Desk().book
    assert book.register("残疾人“三类户”就业台账").id == "priority_households"
    assert book.register("就业服务“四个一”").id == "four_ones"


def test_staff_of_a_county_reach_its_parts_only() -> None:
    staff = Staff("x", StaffRole.EDITOR, "630202")
    assert staff.reaches("630202")
    assert not staff.reaches("630200")
    assert not staff.reaches("630222")


GOOD = {
    "id": "posts",
    "title": "岗位",
    "kind": "register",
    "rows": ["S03"],
    "subject": "employer",
    "fields": {
        "unit": {"label": "单位", "type": "text", "required": True},
        "owner": {"label": "负责人", "type": "text", "personal": True},
        "status": {"label": "状态", "type": "choice", "options": {"open": "空缺"}},
        "count": {"label": "数量", "type": "integer"},
    },
    "regions": {"410300": {"clause": "二(一)"}},
}


CHAT = {key: {"standard": "好的", "easy": "好"} for key in ("offer", "intro", "done")}


def field(**keys: object) -> dict[str, object]:
    """The change that gives the last field these keys."""
    return {"fields": {**GOOD["fields"], "count": {**GOOD["fields"]["count"], **keys}}}  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"public": ["owner"]}, "“owner”是个人信息，不能公开"),
        ({"public": ["nothing"]}, "没有字段“nothing”"),
        ({"colour": "red"}, "colour"),
        ({"kind": "case"}, "事项要写明 states"),
        ({"kind": "ledger"}, "台账要写明 subject 和 period"),
        ({"kind": "calendar", "period": "year"}, "日历要有 deadlines"),
        ({"regions": {"410300": {"clause": "九(九)"}}}, "没有条款“九(九)”"),
        ({"regions": {"999999": {"clause": "二(一)"}}}, "没有这个行政区划代码"),
        ({"regions": {"440300": {"clause": "二(一)"}}}, "没有收录方案文件"),
        ({"regions": {}}, "没有写任何地区"),
        ({"like": "_none"}, "没有 _none.yaml 这份底稿"),
        ({"id": "other"}, "文件名要写成 other.yaml"),
        ({"subject": "person"}, "certificate 或 person"),
        ({"subject": "region", "employs": False}, "employs 只写在 subject 是 employer"),
        ({"public_when": {"status": "shut"}}, "没有选项“shut”"),
        ({"note": "至少10%"}, "“10%”直接写在文字里"),
        ({"drafts": {"tally": "{nothing}"}}, "没有字段“nothing”"),
        ({"export": {"group_by": "owner"}}, "不能用来分组"),
        ({"reminders": [{"says": "快到", "before": 3}]}, "提醒要写 date"),
        ({"figures": {"x": {"label": "比", "rule": "share", "of": "count"}}}, "要有 of 和 to"),
        (
            {
                "figures": {
                    "x": {
                        "label": "比",
                        "rule": "value",
                        "of": "count",
                        "least": {"measure": "630200.quota_federation", "parameter": "share"},
                    }
                }
            },
            "这个地区没有措施“630200.quota_federation”",
        ),
        (
            {
                "figures": {
                    "x": {
                        "label": "比",
                        "rule": "value",
                        "of": "count",
                        "least": {"measure": "410300.plan_overview", "parameter": "years"},
                    }
                }
            },
            "不是数",
        ),
        ({"fields": {**GOOD["fields"], "link": {"label": "链接", "type": "record"}}}, "要写明 register"),
        ({"regions": {"410300": {}}}, "要写明条款"),
        (field(asks="问"), "asks"),
        (field(asks={"standard": "多少个？"}), "asks.easy"),
        (field(asks={"standard": "至少10%吗？", "easy": "多少？"}), "“10%”直接写在文字里"),
        (field(office=True, hint={"standard": "数", "easy": "数"}), "工作人员填的项不问人"),
        (field(only_if={"nothing": True}), "“nothing”要排在前面"),
        (field(only_if={"status": "shut"}), "没有选项“shut”"),
        (field(only_if={"status": "open", "unit": "x"}), "only_if"),
        (field(fact="luck"), "没有事实“luck”"),
        (field(fact="education"), "事实“education”的类型是 choice"),
        (field(fact="disability_grade"), "敏感"),
        (field(consent="fun"), "consent"),
        (field(consent="contact"), "请写 personal"),
        (field(options_from="colours"), "options_from"),
        (field(options_from="work_conditions"), "选择项要有 options"),
        ({"chat": {"offer": {"standard": "办", "easy": "办"}}}, "chat.intro"),
        ({"chat": CHAT, "consent": "submission"}, "没有 open_to"),
        ({"chat": CHAT, "open_to": ["employer"]}, "要写明 consent"),
        ({"topics": ["levy"]}, "写了 topics 就要有 chat"),
        ({"chat": CHAT, "open_to": ["employer"], "consent": "submission", "topics": ["luck"]}, "没有主题“luck”"),
        ({"least_age": 16}, "least_age 只用于个人的记录"),
        ({"owner_changes": "gone"}, "没有状态“gone”"),
        ({"expires": {"field": "count", "days": 9}}, "“count”要是一个日期字段"),
        (
            {"states": {"labels": {"a": "甲", "b": "乙"}, "moves": {"b": {"from": ["a"], "by_owner": True}}}},
            "by_owner 没有意义",
        ),
        ({"restricted": True, "public": ["unit"]}, "限人查看"),
        (
            {"states": {"labels": {"a": "甲", "b": "乙"}, "moves": {"b": {"from": ["c"]}}}},
            "没有状态“c”",
        ),
        ({"states": {"labels": {"a": "甲", "b": "乙"}, "moves": {}}}, "没有办法到“b”"),
    ],
)
def test_a_broken_declaration_is_told_with_file_and_line(change: dict[str, object], words: str, tmp_path: Path) -> None:
    file = tmp_path / "posts.yaml"
    file.write_text(yaml.safe_dump({**GOOD, **change}, allow_unicode=True, sort_keys=False), encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        load(tmp_path)
    assert words in str(error.value)
    assert str(error.value).startswith(f"{file}:")


def test_a_regions_part_is_laid_over_the_general_one(tmp_path: Path) -> None:
    regions = {
        "410300": {"clause": "二(一)", "fields": {"unit": {"label": "机关"}, "count": None}},
        "532622": {"clause": "表一1.1"},
    }
    (tmp_path / "posts.yaml").write_text(
        yaml.safe_dump({**GOOD, "regions": regions}, allow_unicode=True, sort_keys=False), "utf-8"
    )
    register = load(tmp_path)["posts"]
    assert [field.label for field in register.editions["410300"].fields.values()] == ["机关", "负责人", "状态"]
    assert register.editions["532622"].fields["unit"].label == "单位"
    assert register.at("410305") is register.editions["410300"]
    assert register.at("520000") is None


def test_the_national_edition_needs_no_document_and_a_regions_own_one_comes_first(tmp_path: Path) -> None:
    regions = {"000000": {"title": "岗位（各地）"}, "410300": {"clause": "二(一)", "title": "岗位（洛阳）"}}
    (tmp_path / "posts.yaml").write_text(yaml.safe_dump({**GOOD, "regions": regions}, allow_unicode=True), "utf-8")
    register = load(tmp_path)["posts"]
    desk = Desk({"posts": register})
    assert desk.book.edition(register, "410305").title == "岗位（洛阳）"
    anywhere = desk.book.edition(register, "440300")
    assert (anywhere.title, desk.book.source(anywhere, TODAY)) == ("岗位（各地）", "")


@pytest.mark.parametrize("edition", [each for each in EDITIONS if each.open_to], ids=_name)
def test_whatever_is_open_to_people_can_be_asked_for_in_a_conversation(edition: Edition) -> None:
    # Somebody is introduced to a job of a list, never out of the blue.
    assert edition.chat is not None or edition.register == "introductions"
    assert edition.consent is not None
    assert [each.id for each in edition.outside.values() if each.asks is None] == []
    assert not any(each.type in IDENTIFYING for each in edition.outside.values())
