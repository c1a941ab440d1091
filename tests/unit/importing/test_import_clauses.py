"""Numbered text becomes clauses under the ids people cite."""

import datetime as dt
from collections.abc import Callable

import pytest

from bot.importing import ImportedDocument

Split = Callable[[str], ImportedDocument]

NOTICE = """

临江市人民政府办公室文件

临政办〔2025〕 12号

临江市人民政府办公室 关于印发临江市渡口船工
帮扶实施方案的通知

各县区人民政府，市直各部门：

《临江市渡口船工帮扶实施方案》已经市政府同意，现印发给你们。

临江市人民政府办公室

2025年3月8日
（此件公开发布）

临江市渡口船工帮扶实施方案
（2025—2027年）

根据《渡口管理办法》（部发〔2020〕9号）要求，制定本方案。

一、目标任务

到2027年，帮扶船工300人。

二、主要措施

（一）开展技能培训。每年举办培训班，
由交通部门组织。
（二） 发放补贴。按标准发
- 2 -

放补贴，每人500元。
1.省内500元。
2．省外800元。
(1)需提供合同。
（2）需提供照片。
(三)加强宣传。1.办讲座；2.发册子。

三、工作要求

一、二级残疾船工优先。

附件：临江市渡口船工帮扶重点任务清单

附件

临江市渡口船工帮扶重点任务清单

| 序号 | 主要任务 | 牵头单位 |
|----|--|----|
| 1 | 组织培训。 | 市交通局 市残联 |
| 2 | 发放补贴，按标准 | 市财政局 |
| | | |
| | 执行。 | |

抄送：市委各部门。
市人大常委会办公室。
临江市人民政府办公室
2025年3月9日印发
"""


@pytest.fixture
def notice(split: Split) -> ImportedDocument:
    return split(NOTICE)


def clauses(document: ImportedDocument) -> dict[str, str]:
    return {clause.id: clause.text for clause in document.clauses}


def test_the_document_states_what_it_is(notice: ImportedDocument) -> None:
    assert notice.title == "临江市渡口船工帮扶实施方案"
    assert notice.number == "临政办〔2025〕12号"
    assert notice.issuer == "临江市人民政府办公室"
    assert notice.issued == dt.date(2025, 3, 8)


def test_every_clause_has_the_id_people_cite(notice: ImportedDocument) -> None:
    assert list(clauses(notice)) == [
        "通知", "序言", "一", "二(一)", "二(二)", "二(二)1", "二(二)2", "二(二)2(1)", "二(二)2(2)",
        "二(三)", "二(三)1", "二(三)2", "三", "附件1", "附件2",
    ]  # fmt: skip


def test_broken_sentences_are_whole_again(notice: ImportedDocument) -> None:
    found = clauses(notice)
    assert found["二(一)"] == "开展技能培训。每年举办培训班，由交通部门组织。"
    assert found["二(二)"] == "发放补贴。按标准发放补贴，每人500元。"


def test_a_sentence_that_begins_like_a_heading_is_none(notice: ImportedDocument) -> None:
    assert clauses(notice)["三"] == "工作要求\n一、二级残疾船工优先。"


def test_table_rows_carry_the_names_of_their_columns(notice: ImportedDocument) -> None:
    found = clauses(notice)
    assert found["附件1"] == "组织培训。\n牵头单位：市交通局 市残联"
    assert found["附件2"] == "发放补贴，按标准执行。\n牵头单位：市财政局"


def test_the_number_of_another_document_is_not_its_own(split: Split) -> None:
    document = split(NOTICE.replace("临政办〔2025〕 12号", ""))
    assert document.number is None


@pytest.mark.parametrize(
    "written", ["临政办〔2025〕12号", "临政办[2025]12号", "临政办（2025）12号", "临政办［２０２５］１２号"]
)
def test_numbers_are_recognised_in_every_bracket(split: Split, written: str) -> None:
    assert split(NOTICE.replace("临政办〔2025〕 12号", written)).number == "临政办〔2025〕12号"


def test_articles_are_cited_by_their_number(split: Split) -> None:
    document = split(
        "渡口条例\n（国务院令第900号）\n\n第一章 总则\n\n第一条 为了保护船工，制定本条例。\n"
        "第二条 下列人员适用：\n（一）船工；\n（二）学徒。\n第三条　本条例自2025年5月1日起施行。\n"
    )
    assert document.title == "渡口条例"
    assert document.number == "国务院令第900号"
    found = clauses(document)
    assert found["第二条"] == "下列人员适用：\n（一）船工；\n（二）学徒。"
    assert found["第三条"] == "本条例自2025年5月1日起施行。"
    assert not {"(一)", "(二)"} & set(found)


def test_text_without_numbers_is_cited_by_paragraph(split: Split) -> None:
    document = split(
        "关于渡口停航的公告\n\n因水位上涨，渡口停航。\n\n恢复时间另行通知。\n\n临江市交通局\n2025年6月1日\n"
    )
    assert clauses(document) == {"段1": "因水位上涨，渡口停航。", "段2": "恢复时间另行通知。"}
    assert (document.issuer, document.issued) == ("临江市交通局", dt.date(2025, 6, 1))


def test_chinese_dates_are_read(split: Split) -> None:
    assert split("公告如下事项。\n临江市交通局\n二〇二五年十二月三十一日\n").issued == dt.date(2025, 12, 31)


def test_two_clauses_never_share_an_id(split: Split) -> None:
    document = split("甲办法\n一、申请。\n1.交表。\n2.等待。\n附件1\n一、说明。\n附件2\n一、说明。\n")
    ids = [clause.id for clause in document.clauses]
    assert len(ids) == len(set(ids))
    assert {"一1", "一2", "附件1一", "附件2一"} <= set(ids)


def test_clauses_go_to_a_region_with_the_day_of_issue(notice: ImportedDocument) -> None:
    clause = notice.for_region("220681", effective_to=dt.date(2027, 12, 31))[0]
    assert (clause.region, clause.document_title, clause.clause) == ("220681", notice.title, "通知")
    assert clause.effective_from == dt.date(2025, 3, 8)
