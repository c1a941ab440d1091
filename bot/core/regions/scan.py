"""Region names in a text, and the chains they form: 云南省文山州砚山县 is one place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.core.regions.gazetteer import Gazetteer
from bot.core.regions.names import Bearer

# What may stand between a region and a part of it without making them two places.
_JOINTS = frozenset({"", " ", "\u3000", "的", "·", "-", "/", "下面的", "下辖的"})


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at a place in the text; `weak` while it may just as well be an everyday word."""

    start: int
    end: int
    name: str
    bearers: tuple[Bearer, ...]
    weak: bool
    joined: bool = False


def scan(text: str, gazetteer: Gazetteer, *, literal: bool = False) -> tuple[Hit, ...]:
    """Region names from left to right, nested ones joined; `literal` takes every name at its word."""
    return _join(list(_names(text, gazetteer, literal)), text, gazetteer)


def _names(text: str, gazetteer: Gazetteer, literal: bool) -> Iterator[Hit]:
    names, position = gazetteer.names, 0
    while position < len(text) - 1:
        name = names.name_at(text, position)
        word = None if literal else names.word_at(text, position)
        if word is not None and (name is None or len(word) > len(name)):
            position += len(word)
        elif name is None or (not literal and _is_cut_off(text, position, name, gazetteer)):
            position += 1
        else:
            end = position + len(name)
            yield Hit(position, end, name, names.bearers(name), word == name)
            position = end


def _is_cut_off(text: str, start: int, name: str, gazetteer: Gazetteer) -> bool:
    """Whether a better name begins inside this one: 从江 in 我从江苏来, 来安 in 来安徽."""
    if any(bearer.full or bearer.code.endswith("00") for bearer in gazetteer.names.bearers(name)):
        return False
    end = start + len(name)
    for inside in range(start + 1, end):
        other = gazetteer.names.name_at(text, inside)
        if other is not None and inside + len(other) > end:
            rivals = gazetteer.names.bearers(other)
            if any(bearer.full or bearer.code.endswith("00") for bearer in rivals):
                return True
    return False


def _join(hits: Sequence[Hit], text: str, gazetteer: Gazetteer) -> tuple[Hit, ...]:
    chains: list[Hit] = []
    for hit in hits:
        last = chains[-1] if chains else None
        within = _within(last, hit, gazetteer) if last is not None else ()
        if last is not None and within and text[last.end : hit.start] in _JOINTS:
            chains[-1] = replace(last, end=hit.end, name=hit.name, bearers=within, weak=False, joined=True)
        else:
            chains.append(hit)
    return tuple(chains)


def _within(outer: Hit, inner: Hit, gazetteer: Gazetteer) -> tuple[Bearer, ...]:
    found = narrowed(inner.bearers, [bearer.code for bearer in outer.bearers], gazetteer)
    return tuple(bearer for bearer in found if not bearer.former) or found


def narrowed(bearers: Sequence[Bearer], outer: Sequence[str], gazetteer: Gazetteer) -> tuple[Bearer, ...]:
    """The bearers that lie inside one of the outer regions."""
    return tuple(
        bearer
        for bearer in bearers
        if any(code != bearer.code and gazetteer.contains(code, bearer.code) for code in outer)
    )
