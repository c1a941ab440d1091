"""The regions a sentence mentions, and how the speaker relates to each."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.core.regions.gazetteer import Gazetteer
from bot.core.regions.region import Region
from bot.core.regions.relations import (
    Relation,
    is_denied,
    means_place,
    relation_at,
    works_there,
)
from bot.core.regions.scan import Hit, narrowed, scan
from bot.core.regions.settle import choose, standing


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text; several candidates where the name alone does not decide.

    `denied` marks 不是砚山的: named, but as the place that is not meant.
    """

    candidates: tuple[Region, ...]
    start: int
    end: int
    relation: Relation
    certainty: Literal["exact", "former"]
    namesakes: tuple[Region, ...] = ()
    denied: bool = False

    @property
    def span(self) -> tuple[int, int]:
        """Where the name stands in the text."""
        return (self.start, self.end)


def find_mentions(text: str, gazetteer: Gazetteer, prefer: Sequence[str] = ()) -> tuple[Mention, ...]:
    """Every region named in a sentence, from left to right."""
    hits = scan(text, gazetteer)
    found = [_mention(_in_context(hit, hits, gazetteer), text, gazetteer, prefer) for hit in hits]
    mentions = [mention for mention in found if mention is not None]
    return _workplaces_away_from_home(mentions, text)


def settled(hit: Hit, gazetteer: Gazetteer, prefer: Sequence[str], relation: Relation = "plain") -> Mention:
    """The mention a name makes once its namesakes have been weighed."""
    bearers = standing(hit.bearers)
    choice = choose(
        [bearer.code for bearer in bearers],
        gazetteer,
        prefer,
        ordinary=gazetteer.names.is_ordinary(hit.name),
    )
    chosen = [bearer for bearer in bearers if bearer.code in choice.codes]
    return Mention(
        candidates=_regions(choice.codes, gazetteer),
        start=hit.start,
        end=hit.end,
        relation=relation,
        certainty="former" if all(bearer.former for bearer in chosen) else "exact",
        namesakes=_regions(choice.set_aside, gazetteer),
    )


def _regions(codes: Sequence[str], gazetteer: Gazetteer) -> tuple[Region, ...]:
    found = (gazetteer.get(code) for code in codes)
    return tuple(region for region in found if region is not None)


def _in_context(hit: Hit, hits: Sequence[Hit], gazetteer: Gazetteer) -> Hit:
    """A shared name narrowed by a region named elsewhere in the text: 我是贵州人，在白云区."""
    bearers = standing(hit.bearers)
    undecided = len(choose([bearer.code for bearer in bearers], gazetteer, ()).codes) > 1
    if hit.weak or hit.joined or not undecided:
        return hit
    outer = [bearer.code for other in hits if other is not hit for bearer in other.bearers]
    inside = narrowed(bearers, outer, gazetteer)
    return replace(hit, bearers=inside) if inside else hit


def _mention(hit: Hit, text: str, gazetteer: Gazetteer, prefer: Sequence[str]) -> Mention | None:
    relation = relation_at(text, hit.start, hit.end)
    mention = replace(settled(hit, gazetteer, prefer, relation), denied=is_denied(text, hit.start))
    return mention if _is_meant(hit, mention, text) else None


def _is_meant(hit: Hit, mention: Mention, text: str) -> bool:
    certain = len(mention.candidates) == 1
    if hit.joined:
        return True
    full = any(bearer.full for bearer in hit.bearers)
    if hit.weak:
        # 老城区 and 郊区 describe a part of any town; 新县 and 平安 need a cue only.
        generic = full and not hit.name.endswith("县")
        return means_place(text, hit.start, hit.end) and (certain or not generic)
    return certain or full or mention.relation != "plain"


def _workplaces_away_from_home(mentions: Sequence[Mention], text: str) -> tuple[Mention, ...]:
    """在深圳打工, said by somebody who also names a home, is where that person went."""
    if all(mention.relation != "home" for mention in mentions):
        return tuple(mentions)
    return tuple(
        replace(mention, relation="destination")
        if mention.relation == "here" and works_there(text, mention.end)
        else mention
        for mention in mentions
    )
