"""A region of GB/T 2260 and the chain of regions above it."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["province", "prefecture", "county"]

NATIONAL = "000000"

# Beijing, Tianjin, Shanghai, Chongqing: their districts have no prefecture above them.
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})
# Counties whose middle digits are 90 answer to the province directly.
_DIRECT = "90"


@dataclass(frozen=True, slots=True)
class Region:
    """One division: its six-digit code, official name and the shorter names people use."""

    code: str
    name: str
    short_names: tuple[str, ...]
    level: Level
    pinyin: str = ""


def level_of(code: str) -> Level:
    """The level a code stands for, read from its trailing zeros."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def ancestors(code: str) -> tuple[str, ...]:
    """The code itself, then every region that contains it, ending with the whole country."""
    chain = [code]
    province = code[:2] + "0000"
    direct = code[:2] in _MUNICIPALITIES or code[2:4] == _DIRECT
    prefecture = province if direct else code[:4] + "00"
    for above in (prefecture, province, NATIONAL):
        if above not in chain:
            chain.append(above)
    return tuple(chain)
