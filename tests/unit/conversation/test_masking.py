from __future__ import annotations

import pytest

from bot.core.conversation.masking import mask


@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("我的证号是11010519491231002X42，能领吗", "11010519491231002X"),
        ("身份证11010519491231002X", "11010519491231002"),
        ("打我电话13812345678", "13812345678"),
        ("电话138 1234 5678", "1234 5678"),
        ("+86-13812345678", "13812345678"),
        ("座机0379-63912345", "63912345"),
        ("卡号6222021234567890123", "6222021234567890123"),
        ("我叫张伟，想找工作", "张伟"),
        ("我是王小红，想问补贴", "王小红"),
        ("姓名：欧阳娜娜", "欧阳"),
        ("李建国师傅想开店", "建国"),
    ],
)
def test_names_and_numbers_of_people_are_hidden(said: str, secret: str) -> None:
    assert secret not in mask(said)


@pytest.mark.parametrize(
    "said",
    [
        "我是农村残疾人，去上海打工了，能领1000块吗",
        "我们公司120人平均8万招了1个二级",
        "事业单位编制67人",
        "国办发〔2022〕6号还有效吗",
        "我是聋人，想学电脑",
        "2023年6月1日有效吗",
    ],
)
def test_what_the_question_needs_is_kept(said: str) -> None:
    assert mask(said) == said
