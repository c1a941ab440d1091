"""How far a place is, also where a code is coarse or the divisions are out of the ordinary."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.regions_csv import load_gazetteer
from bot.core.regions import NATIONAL, ancestors
from bot.core.registry.places import Nearness, Reach, is_region, nearness, within
from bot.settings import ROOT

YANSHAN, WENSHAN_CITY, WENSHAN, YUNNAN, KUNMING = "532622", "532601", "532600", "530000", "530102"
JIZHOU, HEXI, TIANJIN = "120119", "120103", "120000"
XIANTAO, QIANJIANG, HUBEI, WUHAN = "429004", "429005", "420000", "420102"
CODES = sorted(load_gazetteer(ROOT / "data" / "reference").codes())


@pytest.mark.parametrize(
    ("home", "reach", "place", "answer"),
    [
        (YANSHAN, Reach.COUNTY, YANSHAN, True),
        (YANSHAN, Reach.COUNTY, WENSHAN_CITY, False),
        (YANSHAN, Reach.COUNTY, WENSHAN, None),
        (YANSHAN, Reach.COUNTY, YUNNAN, None),
        (YANSHAN, Reach.COUNTY, NATIONAL, None),
        (YANSHAN, Reach.PREFECTURE, WENSHAN_CITY, True),
        (YANSHAN, Reach.PREFECTURE, WENSHAN, True),
        (YANSHAN, Reach.PREFECTURE, YUNNAN, None),
        (YANSHAN, Reach.PREFECTURE, KUNMING, False),
        (YANSHAN, Reach.PROVINCE, KUNMING, True),
        (YANSHAN, Reach.PROVINCE, JIZHOU, False),
        (YANSHAN, Reach.ANYWHERE, JIZHOU, True),
        (WENSHAN, Reach.COUNTY, YANSHAN, None),
        (WENSHAN, Reach.COUNTY, KUNMING, False),
        (WENSHAN, Reach.PREFECTURE, YANSHAN, True),
        (YUNNAN, Reach.PREFECTURE, YANSHAN, None),
        (YUNNAN, Reach.PREFECTURE, JIZHOU, False),
        (JIZHOU, Reach.PREFECTURE, HEXI, True),
        (JIZHOU, Reach.COUNTY, HEXI, False),
        (TIANJIN, Reach.PREFECTURE, HEXI, True),
        (XIANTAO, Reach.PREFECTURE, XIANTAO, True),
        (XIANTAO, Reach.PREFECTURE, QIANJIANG, False),
        (XIANTAO, Reach.PREFECTURE, WUHAN, False),
        (XIANTAO, Reach.PROVINCE, WUHAN, True),
        (HUBEI, Reach.PREFECTURE, XIANTAO, None),
    ],
)
def test_within_reach(home: str, reach: Reach, place: str, answer: bool | None) -> None:
    assert within(home, reach, place) is answer


@pytest.mark.parametrize(
    ("home", "place", "near"),
    [
        (YANSHAN, YANSHAN, Nearness.COUNTY),
        (YANSHAN, WENSHAN_CITY, Nearness.PREFECTURE),
        (YANSHAN, WENSHAN, Nearness.PREFECTURE),
        (WENSHAN, WENSHAN, Nearness.PREFECTURE),
        (YANSHAN, KUNMING, Nearness.PROVINCE),
        (YANSHAN, YUNNAN, Nearness.PROVINCE),
        (YANSHAN, JIZHOU, Nearness.COUNTRY),
        (YANSHAN, NATIONAL, Nearness.COUNTRY),
        (JIZHOU, HEXI, Nearness.PREFECTURE),
        (XIANTAO, WUHAN, Nearness.PROVINCE),
    ],
)
def test_nearness(home: str, place: str, near: Nearness) -> None:
    assert nearness(home, place) is near


homes, places = st.sampled_from(CODES[1:]), st.sampled_from(CODES)
reaches = st.sampled_from(list(Reach))


@given(homes, reaches, places, st.data())
def test_a_finer_place_never_takes_back_an_answer(home: str, reach: Reach, place: str, data: st.DataObject) -> None:
    before = within(home, reach, place)
    finer = [code for code in CODES if code.startswith(place.rstrip("0")) and place in ancestors(code)]
    after = within(home, reach, data.draw(st.sampled_from(finer or [place])))
    assert before is None or after is before


@given(homes, reaches, places, st.data())
def test_a_finer_home_never_takes_back_an_answer(home: str, reach: Reach, place: str, data: st.DataObject) -> None:
    before = within(home, reach, place)
    finer = [code for code in CODES if home in ancestors(code)]
    after = within(data.draw(st.sampled_from(finer)), reach, place)
    assert before is None or after is before


@given(homes, places)
def test_whoever_would_go_further_is_not_worse_off(home: str, place: str) -> None:
    answers = [within(home, reach, place) for reach in Reach]
    worth = {False: 0, None: 1, True: 2}
    assert [worth[answer] for answer in answers] == sorted(worth[answer] for answer in answers)


@pytest.mark.parametrize("text", ["", "53262", "5326222", "砚山县", "53262２"])
def test_what_is_no_code(text: str) -> None:
    assert not is_region(text)
