"""Which region an answer to "where do you live?" means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from bot.core.regions.gazetteer import Gazetteer
from bot.core.regions.mentions import Mention, find_mentions, settled
from bot.core.regions.region import Region
from bot.core.regions.scan import scan
from bot.core.regions.settle import choose

Outcome = Literal["found", "ambiguous", "none"]
Certainty = Literal["exact", "former", "typo"]

# A longer sentence is about more than a place; guessing at its spelling would find one anyway.
_LONGEST_GUESS = 8
_LONGEST_LATIN_GUESS = 24

_NOISE = re.compile(r"[\s,，。.!！?？、;；:：~～“”\"'（）()]+")
_LEADING = re.compile(
    r"^(嗯|哦|那个|就是|应该是|我们|我|咱们|咱|俺|本人|人|家|现在|目前|户口|户籍|老家|籍贯"
    r"|来自|住|在|是|属于|这里是|这是)+"
)
_TRAILING = re.compile(
    r"(那边|这边|那里|这里|那儿|这儿|地方|本地|当地|户口|户籍|籍|人|打工|务工|上班|工作"
    r"|的|呀|啊|吧|呢|哦|哈|了|啦|嘛)+$"
)
# The order in which several places in one answer are taken for where the person belongs.
_PRIORITY = ("home", "here", "plain", "destination")


@dataclass(frozen=True, slots=True)
class Resolution:
    """What an answer means; `namesakes` are other places of that name, set aside by `prefer`."""

    outcome: Outcome
    candidates: tuple[Region, ...] = ()
    matched: str = ""
    certainty: Certainty = "exact"
    namesakes: tuple[Region, ...] = ()


def resolve(text: str, gazetteer: Gazetteer, prefer: Sequence[str] = ()) -> Resolution:
    """The region meant by a short answer or a sentence.

    `prefer` lists regions (with all their parts) that win over others of the same name.
    A certainty of "typo" asks to be confirmed.
    """
    written = _NOISE.sub(" ", text).strip()
    bare = _TRAILING.sub("", _LEADING.sub("", written)).strip()
    for answer in dict.fromkeys((written, bare)):
        mention = _whole(answer, gazetteer, prefer)
        if mention is not None:
            return _resolution([mention], answer)
    mentions = find_mentions(text, gazetteer, prefer)
    mentions = tuple(mention for mention in mentions if not mention.denied) or mentions
    for relation in _PRIORITY:
        said = [mention for mention in mentions if mention.relation == relation]
        if said:
            return _resolution(said, text)
    return _misspelt(bare, gazetteer, prefer)


def _whole(answer: str, gazetteer: Gazetteer, prefer: Sequence[str]) -> Mention | None:
    """The answer read as nothing but a name, so that 平安 is a place and not a wish."""
    hits = scan(answer, gazetteer, literal=True)
    if len(hits) != 1 or (hits[0].start, hits[0].end) != (0, len(answer)):
        return None
    return settled(hits[0], gazetteer, prefer)


def _resolution(mentions: Sequence[Mention], text: str) -> Resolution:
    first = mentions[0]
    regions = tuple(dict.fromkeys(region for mention in mentions for region in mention.candidates))
    return Resolution(
        outcome="found" if len(regions) == 1 else "ambiguous",
        candidates=regions,
        matched=text[first.start : first.end],
        certainty=first.certainty,
        namesakes=first.namesakes,
    )


def _misspelt(answer: str, gazetteer: Gazetteer, prefer: Sequence[str]) -> Resolution:
    longest = _LONGEST_LATIN_GUESS if answer.isascii() else _LONGEST_GUESS
    if not 2 <= len(answer) <= longest or gazetteer.names.word_at(answer, 0) == answer:
        return Resolution("none")
    found = {region.code: region for region in gazetteer.sounds.like(answer)}
    if not found:
        return Resolution("none")
    choice = choose(list(found), gazetteer, prefer)
    return Resolution(
        outcome="found" if len(choice.codes) == 1 else "ambiguous",
        candidates=tuple(found[code] for code in choice.codes),
        matched=answer,
        certainty="typo",
        namesakes=tuple(found[code] for code in choice.set_aside),
    )
