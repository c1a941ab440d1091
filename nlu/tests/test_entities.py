import pytest

from tongxing_nlu import paths
from tongxing_nlu.entities.numerals import parse_number, plain
from tongxing_nlu.entities.reader import read_entities
from tongxing_nlu.entities.words import Gazetteer, WordLists


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(WordLists.read(paths.LEXICON, paths.REFERENCE))


SENTENCES = [
    # disability_kind, grade
    ("我是肢体三级", [("disability_kind", "physical"), ("grade", "3")]),
    ("聽力二級", [("disability_kind", "hearing"), ("grade", "2")]),
    ("视力1级的", [("disability_kind", "visual"), ("grade", "1")]),
    ("聋哑人", [("disability_kind", "hearing")]),
    ("不会说话", [("disability_kind", "speech")]),
    ("言语三级", [("disability_kind", "speech"), ("grade", "3")]),
    ("唐氏的孩子", [("disability_kind", "intellectual")]),
    ("自闭症", [("disability_kind", "psychosocial")]),
    ("多重残疾", [("disability_kind", "multiple")]),
    ("一二级残疾", [("grade", "1,2")]),
    ("重度残疾", [("grade", "1,2")]),
    ("1到4级都行吗", [("grade", "1,2,3,4")]),
    ("考一级建造师", []),
    # head_count, placed, posts
    ("我们单位120人", [("head_count", "120")]),
    ("１２０人的公司", [("head_count", "120")]),
    ("三十来号人", [("head_count", "30")]),
    ("公司一百二十个人", [("unit_kind", "private_enterprise"), ("head_count", "120")]),
    ("招了2个残疾人", [("placed", "2")]),
    ("雇了五个聋人", [("placed", "5"), ("disability_kind", "hearing")]),
    ("没招残疾人", [("placed", "0")]),
    ("96人，残疾职工2名", [("head_count", "96"), ("placed", "2")]),
    ("在岗73 残疾人0", [("head_count", "73"), ("placed", "0")]),
    ("平均61人", [("head_count", "61")]),
    ("招3人", []),
    ("残疾人一个月", []),
    ("编制67人", [("posts", "67")]),
    ("67人编制", [("posts", "67")]),
    # money, ratio
    ("学费花了1万2", [("money", "12000")]),
    ("一个月8千", [("money", "8000")]),
    ("工资两千五", [("money", "2500")]),
    ("补三百块钱", [("money", "300")]),
    ("三块五", [("money", "3.5")]),
    ("平均工资6万", [("money", "60000")]),
    ("垫了3600元", [("money", "3600")]),
    ("工资四百九十万", [("money", "4900000")]),
    ("三千二百万", [("money", "32000000")]),
    ("十万零五百", [("money", "100500")]),
    ("人均 7.4 万", [("money", "74000")]),
    ("年平均9w", [("money", "90000")]),
    ("百分之一点五", [("ratio", "0.015")]),
    ("1.5%", [("ratio", "0.015")]),
    ("万分之五", [("ratio", "0.0005")]),
    # age, date, year
    ("今年45岁", [("age", "45")]),
    ("我今年五十二了", [("age", "52")]),
    ("2024年3月15日", [("date", "2024-03-15")]),
    ("2024年3月", [("date", "2024-03")]),
    ("二〇二四年", [("year", "2024")]),
    ("三月五号", [("date", "--03-05")]),
    ("12月份", [("date", "--12")]),
    # unit_kind, occupation
    ("我是个体户", [("unit_kind", "individual_business")]),
    ("事业单位", [("unit_kind", "institution")]),
    ("国企", [("unit_kind", "state_enterprise")]),
    ("想当扫地工", [("occupation", "保洁员")]),
    ("会修手机", [("occupation", "手机维修员")]),
    # region
    ("我在砚山", [("region", "532622")]),
    ("贵州省贵阳市花溪区", [("region", "520000"), ("region", "520100"), ("region", "520111")]),
    ("平安生活", []),
    # nothing to find
    ("一共", []),
    ("十三五", []),
    ("你好", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "stated"), SENTENCES)
def test_states(gazetteer: Gazetteer, text: str, stated: list[tuple[str, str]]) -> None:
    assert [(found.entity, found.value) for found in read_entities(text, gazetteer)] == stated


def test_offsets_are_those_of_the_text_as_sent(gazetteer: Gazetteer) -> None:
    text = "我在硯山，聽力二級，公司１２０人"
    words = [text[found.start : found.end] for found in read_entities(text, gazetteer)]
    assert words == ["硯山", "聽力", "二級", "公司", "１２０人"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("120", "120"),
        ("1,200", "1200"),
        ("1万2", "12000"),
        ("1.5万", "15000"),
        ("两千五", "2500"),
        ("一百二", "120"),
        ("一百零二", "102"),
        ("三十", "30"),
        ("十", "10"),
        ("一点五", "1.5"),
        ("二万", "20000"),
        ("3k", "3000"),
    ],
)
def test_numbers(text: str, value: str) -> None:
    number = parse_number(text)
    assert number is not None
    assert plain(number) == value


@pytest.mark.parametrize("text", ["万万", "百千", "千"])
def test_no_number(text: str) -> None:
    assert parse_number(text) is None
