"""How far a place is from home, by the divisions that contain them."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from bot.core.regions.region import NATIONAL, ancestors, level_of

_CODE = re.compile(r"[0-9]{6}")
_DIRECT = "90"
"""The middle digits of counties that answer to the province directly."""


class Reach(StrEnum):
    """How far from home the work may be."""

    COUNTY = "county"
    PREFECTURE = "prefecture"
    PROVINCE = "province"
    ANYWHERE = "anywhere"


class Nearness(StrEnum):
    """The smallest division that two places share, as far as their codes tell."""

    COUNTY = "county"
    PREFECTURE = "prefecture"
    PROVINCE = "province"
    COUNTRY = "country"


def is_region(code: str) -> bool:
    """Whether this has the form of a GB/T 2260 code; 000000, the whole country, included."""
    return _CODE.fullmatch(code) is not None


def within(home: str, reach: Reach, place: str) -> bool | None:
    """Whether `place` is within reach of `home`; `None` while one of the codes is too coarse to tell."""
    around = area(home, reach)
    if around is None:
        return None if home in ancestors(place) or place in ancestors(home) else False
    if around in ancestors(place):
        return True
    return None if place in ancestors(around) else False


def nearness(home: str, place: str) -> Nearness:
    """What the two share; a code that is too coarse counts for what it does tell."""
    if home == place and level_of(home) == "county":
        return Nearness.COUNTY
    prefecture = area(home, Reach.PREFECTURE)
    if prefecture is not None and prefecture in ancestors(place):
        return Nearness.PREFECTURE
    same_province = home[:2] == place[:2] and NATIONAL not in (home, place)
    return Nearness.PROVINCE if same_province else Nearness.COUNTRY


@cache
def area(region: str, reach: Reach) -> str | None:
    """The division around `region` that is within reach; `None` if the code is too coarse to tell.

    A municipality, and a county that answers to its province directly, is its own prefecture.
    """
    if reach is Reach.ANYWHERE:
        return NATIONAL
    if region == NATIONAL:
        return None
    match reach:
        case Reach.PROVINCE:
            return region[:2] + "0000"
        case Reach.COUNTY:
            return region if level_of(region) == "county" else None
        case Reach.PREFECTURE:
            return _prefecture(region)


def _prefecture(region: str) -> str | None:
    for code in ancestors(region):
        if level_of(code) == "prefecture":
            return code
    province = region[:2] + "0000"
    if level_of(region) == "county":
        return region if region[2:4] == _DIRECT else province
    # In a municipality nothing stands between a district and the whole; in a province a prefecture does.
    is_municipality = ancestors(region[:2] + "0101")[1] == province
    return province if is_municipality else None
