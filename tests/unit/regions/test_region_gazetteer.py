"""What the gazetteer knows of a code."""

import pytest

from bot.core.regions import NATIONAL, Gazetteer, ancestors


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("532622", ("532622", "532600", "530000", NATIONAL)),
        ("120119", ("120119", "120000", NATIONAL)),
        ("500229", ("500229", "500000", NATIONAL)),
        ("419001", ("419001", "410000", NATIONAL)),
        ("810001", ("810001", "810000", NATIONAL)),
        ("520000", ("520000", NATIONAL)),
        (NATIONAL, (NATIONAL,)),
    ],
)
def test_the_regions_above_a_code(code: str, chain: tuple[str, ...]) -> None:
    assert ancestors(code) == chain


@pytest.mark.parametrize(
    ("code", "full", "display"),
    [
        ("532622", "云南省文山壮族苗族自治州砚山县", "砚山县"),
        ("532600", "云南省文山壮族苗族自治州", "文山州"),
        ("630223", "青海省海东市互助土族自治县", "互助县"),
        ("120119", "天津市蓟州区", "蓟州区"),
        ("419001", "河南省济源市", "济源市"),
        ("650000", "新疆维吾尔自治区", "新疆"),
        ("410304", "河南省洛阳市瀍河回族区", "瀍河区"),
        ("520203", "贵州省六盘水市六枝特区", "六枝特区"),
    ],
)
def test_names_in_full_and_as_people_say_them(gazetteer: Gazetteer, code: str, full: str, display: str) -> None:
    assert gazetteer.full_name(code) == full
    assert gazetteer.display_name(code) == display


def test_every_region_has_its_parents_in_the_table(gazetteer: Gazetteer) -> None:
    provinces = gazetteer.children(NATIONAL)
    assert len(provinces) == 34
    assert {region.level for region in provinces} == {"province"}


def test_counties_hang_below_their_parent(gazetteer: Gazetteer) -> None:
    assert len(gazetteer.children("532600")) == 8
    assert [region.name for region in gazetteer.children("630200")] == [
        "乐都区",
        "平安区",
        "民和回族土族自治县",
        "互助土族自治县",
        "化隆回族自治县",
        "循化撒拉族自治县",
    ]
    assert len(gazetteer.children("120000")) == 16
    assert "济源市" in {region.name for region in gazetteer.children("410000")}


def test_containment_includes_the_region_itself(gazetteer: Gazetteer) -> None:
    assert gazetteer.contains("530000", "532622")
    assert gazetteer.contains("532622", "532622")
    assert gazetteer.contains(NATIONAL, "532622")
    assert not gazetteer.contains("532622", "532600")


def test_a_code_that_was_given_up_leads_to_its_successors(gazetteer: Gazetteer) -> None:
    assert gazetteer.get("120225") is None
    assert gazetteer.successors("120225") == ("120119",)
    assert gazetteer.successors("532622") == ("532622",)
    assert gazetteer.successors("999999") == ()
