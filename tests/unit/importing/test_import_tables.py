"""Tables of tasks, in the shapes in which they reach us."""

from collections.abc import Callable

from bot.importing import ImportedDocument

Split = Callable[[str], ImportedDocument]

TABBED = """渡口任务分解方案

现将任务分解如下。

序号\t主要任务\t措施\t牵头单位
一、专项行动\t\t\t
1\t办培训\t<p>1.开班。</p> <p>2.每人补500</p>\t市交通局
\t\t<p>元，学完发放。</p><p>3.发证。</p>\t
\t\t\t4.回访，每年1.5次。
2\t<p>做宣传</p>\t1.办讲座。2.发册子。\t市融媒体
二、保障条件\t\t\t
1\t加强领导\t成立专班。\t市政府
"""
UPRIGHT = """渡口方案

一、任务。见附件。

附件：渡口任务分工

附件《渡口任务》分工

序号

任务

牵头单位

1

培训行动

开班培训。

市交通局

序号

任务

牵头单位

1

培训行动

发放证书。

市残联

2

宣传行动

张贴海报。

市融媒体
"""


def test_rows_and_items_are_cited_by_section_row_and_item(split: Split) -> None:
    found = {clause.id: clause.text for clause in split(TABBED).clauses}
    assert list(found) == [
        "段1", "表一1", "表一1.1", "表一1.2", "表一1.3", "表一1.4", "表一2", "表一2.1", "表一2.2", "表二1",
    ]  # fmt: skip
    assert found["表一1.2"] == "每人补500元，学完发放。"
    assert found["表一1.4"] == "回访，每年1.5次。"
    assert found["表一1"] == "办培训\n牵头单位：市交通局"
    assert found["表二1"] == "加强领导\n措施：成立专班。\n牵头单位：市政府"


def test_a_table_with_one_cell_a_line_is_put_together(split: Split) -> None:
    found = {clause.id: clause.text for clause in split(UPRIGHT).clauses}
    assert list(found) == ["一", "附件1", "附件2"]
    assert found["附件1"] == "培训行动\n开班培训。\n市交通局\n发放证书。\n市残联"
    assert found["附件2"] == "宣传行动\n张贴海报。\n市融媒体"


def test_a_table_without_numbers_is_counted(split: Split) -> None:
    found = {c.id: c.text for c in split("标准\n\n|项目|金额|\n|培训|每天50元|\n|交通|每天20元|\n").clauses}
    assert found == {"表1": "培训\n金额：每天50元", "表2": "交通\n金额：每天20元"}
