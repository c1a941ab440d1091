"""What people type, and the measure that should come first."""

import pytest

from bot.retrieval.search import ClauseSearch

# region: question | best measure
QUERIES = """
532622: 外出打工有补贴吗 | rural_transfer
532622: 去省外进厂给多少钱 | rural_transfer
532622: 烟草证 | retail_licence
532622: 卖烟要办什么证，残疾人有照顾没 | retail_licence
532622: 话费能便宜点不 | telecom
532622: 手机费流量贵得很 | telecom
532622: 找不到工作谁帮我 | hardship_assistance
532622: 一直没活干 | hardship_assistance
532622: 农家书屋 | reading_room_keeper
532622: 学技术给钱吗 | training_subsidy
532622: 借钱做生意利息谁出 | startup_loan
532622: 按摩店能刷医保吗 | massage_insurance
532622: 去上班低保会不会停 | low_income_offset
532622: 租国企的门面便宜吗 | rent_utility
532622: 种香菇有人教吗 | practical_skills
532622: 扫地的公益岗 | public_post
532622: 不交残保金会被罚吗 | penalty
532622: 刚毕业的大学生 | graduate_support
532622: 托养机构做手工 | supported_employment
532622: 我想开个网店 | ecommerce_support
532622: 滇沪合作去上海打工 | hushan_cooperation
532622: 就业见习 | internship
410300: 烟草证 | retail_licence
410300: 卖烟要办什么证，残疾人有照顾没 | retail_licence
410300: 按摩店能刷医保吗 | massage_insurance
410300: 找不到工作谁帮我 | hardship_assistance
410300: 书屋管理员 | book_house
410300: 租国企的门面便宜吗 | rent_utility
410300: 我想开个网店 | ecommerce
410300: 电话费有优惠吗 | telecom
410300: 种香菇有人教吗 | practical_training
410300: 测测我能干什么 | ability_assessment
410300: 去上班低保会不会停 | low_income_offset
410300: 免费场地 | rent_free
410300: 报刊亭 | kiosk
"""


@pytest.mark.parametrize("line", QUERIES.strip().splitlines())
def test_everyday_words_find_the_official_measure(search: ClauseSearch, line: str) -> None:
    region, question, expected = (part.strip() for part in line.replace(" | ", ":").split(":"))
    hits = search.find(question, region)
    assert hits, "nothing found"
    assert hits[0].measure == f"{region}.{expected}", [(hit.measure, round(hit.score, 1)) for hit in hits]


@pytest.mark.parametrize(
    "text",
    [
        "今天天气怎么样",
        "红烧肉怎么做",
        "帮我写一首诗",
        "世界杯谁赢了",
        "好的",
        "你好，请问一下",
        "",
        "？？？",
        "😀 asdf",
    ],
)
def test_nothing_is_found_for_other_matters(search: ClauseSearch, text: str) -> None:
    assert search.find(text, "532622") == ()


@pytest.mark.parametrize("text", ["苹果手机多少钱", "医院挂号", "孩子上小学怎么报名", "附近有什么好吃的"])
def test_one_common_word_is_not_a_strong_hit(search: ClauseSearch, text: str) -> None:
    assert all(hit.score < 6.0 for hit in search.find(text, "532622"))
