"""Choosing among regions that bear the same name."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.regions.gazetteer import Gazetteer
from bot.core.regions.names import Bearer


@dataclass(frozen=True, slots=True)
class Choice:
    """The regions a name may mean, and the namesakes that were set aside for a preferred one."""

    codes: tuple[str, ...]
    set_aside: tuple[str, ...] = ()


def standing(bearers: Sequence[Bearer]) -> tuple[Bearer, ...]:
    """Who bears the name today; a short form of a former name counts only when nobody does."""
    today = any(not bearer.former for bearer in bearers)
    return tuple(bearer for bearer in bearers if not today or not bearer.former or bearer.full)


def choose(codes: Sequence[str], gazetteer: Gazetteer, prefer: Sequence[str], *, ordinary: bool = False) -> Choice:
    """One region where the name itself decides, else the preferred ones, else all of them.

    吉林 is the province that contains the city; 西安 is the city, not a district elsewhere.
    A name that is also an everyday word (朝阳) is no prefecture's more than a district's.
    """
    distinct = tuple(dict.fromkeys(codes))
    if len(distinct) == 1:
        return Choice(distinct)
    evident = _outermost(distinct, gazetteer) or _highest(distinct, ordinary)
    if evident is not None:
        return Choice((evident,))
    preferred = tuple(code for code in distinct if is_preferred(code, gazetteer, prefer))
    if not preferred:
        return Choice(distinct)
    inner = _outermost(preferred, gazetteer)
    chosen = (inner,) if inner is not None else preferred
    return Choice(chosen, tuple(code for code in distinct if code not in preferred))


def is_preferred(code: str, gazetteer: Gazetteer, prefer: Sequence[str]) -> bool:
    """Whether a region is a preferred one or part of it."""
    return any(gazetteer.contains(each, code) for each in prefer)


def _outermost(codes: Sequence[str], gazetteer: Gazetteer) -> str | None:
    for code in codes:
        if all(gazetteer.contains(code, other) for other in codes):
            return code
    return None


def _highest(codes: Sequence[str], ordinary: bool) -> str | None:
    endings = ("0000",) if ordinary else ("0000", "00")
    for ending in endings:
        found = [code for code in codes if code.endswith(ending)]
        if found:
            return found[0] if len(found) == 1 else None
    return None
