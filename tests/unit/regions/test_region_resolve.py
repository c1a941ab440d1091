"""What is understood when a person is asked for, or states, a region."""

import pytest

from bot.core.regions import Gazetteer, resolve

# The regions that have documents.
DOCUMENTED = ("410300", "520000", "630200", "120119", "532622")

FOUND = """
砚山|532622|exact
云南文山砚山县|532622|exact
云南省文山壮族苗族自治州砚山县|532622|exact
我在砚山打工|532622|exact
我是砚山的|532622|exact
文山|532600|exact
文山市|532601|exact
文山县|532601|former
西畴|532623|exact
麻栗坡县|532624|exact
马关|532625|exact
丘北县|532626|exact
广南县|532627|exact
富宁|532628|exact
贵州的|520000|exact
贵州遵义|520300|exact
六盘水|520200|exact
毕节|520500|exact
铜仁|520600|exact
黔西南|522300|exact
黔东南州|522600|exact
黔南那边|522700|exact
正安县|520324|exact
道真|520325|exact
盘县|520281|former
水城县|520204|former
黔西县|520581|former
兴仁县|522302|former
平坝县|520403|former
贵阳白云区|520113|exact
洛阳|410300|exact
洛阳涧西|410305|exact
西工区|410303|exact
洛龙|410311|exact
瀍河|410304|exact
洛阳老城区|410302|exact
新安县|410323|exact
嵩县|410325|exact
偃师|410307|exact
偃师市|410307|former
孟津县|410308|former
吉利区|410308|former
海东|630200|exact
海东地区|630200|former
乐都区|630202|exact
乐都县|630202|former
平安|630203|exact
平安县|630203|former
民和|630222|exact
互助|630223|exact
互助县|630223|exact
化隆|630224|exact
循化县|630225|exact
天津|120000|exact
天津和平区|120101|exact
天津市河东区|120102|exact
滨海新区|120116|exact
塘沽|120116|former
蓟州|120119|exact
蓟县|120119|former
静海县|120118|former
上海浦东|310115|exact
重庆江北|500157|former
吉林|220000|exact
吉林市|220200|exact
海南|460000|exact
青海海南州|632500|exact
河北|130000|exact
天津河北区|120105|exact
西安|610100|exact
河南济源|419001|exact
东莞|441900|exact
香港|810000|exact
内蒙|150000|exact
luoyang|410300|typo
Gui Zhou|520000|typo
罗阳|410300|typo
麻粟坡县|532624|typo
我是砚山人在深圳打工|532622|exact
不是海东，是民和|630222|exact
"""


def _rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(line.split("|")) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "code", "certainty"), _rows(FOUND))
def test_a_stated_region_is_found(gazetteer: Gazetteer, text: str, code: str, certainty: str) -> None:
    resolution = resolve(text, gazetteer)
    assert (resolution.outcome, [region.code for region in resolution.candidates]) == (
        "found",
        [code],
    )
    assert resolution.certainty == certainty


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("长安区", {"130102", "610116"}),
        ("朝阳区", {"110105", "220104"}),
        ("朝阳", {"110105", "220104", "211300", "211321"}),
        ("白云区", {"440111", "520113"}),
        ("遵义县", {"520302", "520303", "520304"}),
        ("江北区", {"330205", "500157"}),
        ("砚山或者洛阳", {"532622", "410300"}),
        ("yanshan", {"532622", "130925", "361124", "450311"}),
        ("言山县", {"532622", "130925", "361124"}),
    ],
)
def test_a_shared_name_is_asked_about(gazetteer: Gazetteer, text: str, codes: set[str]) -> None:
    resolution = resolve(text, gazetteer)
    assert resolution.outcome == "ambiguous"
    assert {region.code for region in resolution.candidates} == codes


@pytest.mark.parametrize(
    ("text", "code", "certainty"),
    [
        ("yanshan", "532622", "typo"),
        ("言山县", "532622", "typo"),
        ("白云区", "520113", "exact"),
        ("钟山", "520201", "exact"),
    ],
)
def test_a_region_with_documents_wins_and_its_namesakes_are_kept(
    gazetteer: Gazetteer, text: str, code: str, certainty: str
) -> None:
    resolution = resolve(text, gazetteer, DOCUMENTED)
    assert resolution.outcome == "found"
    assert resolution.candidates[0].code == code
    assert resolution.certainty == certainty
    assert resolution.namesakes


def test_a_preference_does_not_turn_one_place_into_another(gazetteer: Gazetteer) -> None:
    assert resolve("长安区", gazetteer, DOCUMENTED).outcome == "ambiguous"
    assert resolve("上海", gazetteer, DOCUMENTED).candidates[0].code == "310000"


@pytest.mark.parametrize(
    "text",
    [
        "我想找工作",
        "你好",
        "谢谢",
        "不知道",
        "保障",
        "工作",
        "",
        "   ",
        "hello",
        "残疾人平安生活互助",
    ],
)
def test_no_region_is_invented(gazetteer: Gazetteer, text: str) -> None:
    assert resolve(text, gazetteer, DOCUMENTED).outcome == "none"


def test_the_matched_words_are_given_back(gazetteer: Gazetteer) -> None:
    assert resolve("我在云南文山砚山打工", gazetteer).matched == "云南文山砚山"
