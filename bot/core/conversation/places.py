"""Which region a message is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.policies.catalogue import Catalogue
from bot.core.regions.gazetteer import Gazetteer
from bot.core.regions.mentions import Mention, find_mentions
from bot.core.regions.region import Region
from bot.core.regions.resolve import Resolution, resolve


@dataclass(frozen=True)
class Place:
    """A region said in a sentence: settled, or several of the same name."""

    code: str | None
    candidates: tuple[Region, ...] = ()
    matched: str = ""


class Places:
    """Finds regions in messages; regions with documents win over namesakes without."""

    def __init__(self, gazetteer: Gazetteer, catalogue: Catalogue) -> None:
        self._gazetteer = gazetteer
        self._catalogue = catalogue
        plans = (document.region for document in catalogue.documents.values() if document.role == "plan")
        self.documented: tuple[str, ...] = tuple(dict.fromkeys(plans))
        # A turn asks for the places of the same sentence several times.
        self._mentions = lru_cache(maxsize=4096)(self._find)
        self.named = lru_cache(maxsize=4096)(self._named)

    def _find(self, text: str) -> tuple[Mention, ...]:
        return find_mentions(text, self._gazetteer, self.documented)

    def _named(self, text: str) -> Resolution:
        """The region named in answer to “where?”."""
        return resolve(text, self._gazetteer, self.documented)

    def said(self, text: str, known: str | None) -> Place | None:
        """The region a sentence is about, or `None` if it names none or only a place one goes to work.

        `known` is the region already known: a place merely mentioned replaces it only if it has documents of its
        own; a place said to be home or where one is always does.
        """
        mentions = self._mentions(text)
        for relation in ("home", "here", "plain"):
            for mention in mentions:
                if mention.relation == relation and not mention.denied and self._counts(mention, relation, known):
                    return _place(mention, text)
        return None

    def without(self, text: str) -> str:
        """The sentence without the places in it: they say where, not which measure."""
        for mention in reversed(self._mentions(text)):
            text = text[: mention.start] + text[mention.end :]
        return text

    def whole(self, text: str) -> Resolution | None:
        """The region, if the message is nothing but its name."""
        found = self.named(text)
        return found if found.outcome != "none" and len(text) <= len(found.matched) + 2 else None

    def _counts(self, mention: Mention, relation: str, known: str | None) -> bool:
        if relation != "plain" or known is None:
            return True
        return any(self._catalogue.planned_region(region.code) for region in mention.candidates)


def _place(mention: Mention, text: str) -> Place:
    candidates: Sequence[Region] = mention.candidates
    if len(candidates) == 1:
        return Place(candidates[0].code, tuple(candidates), text[mention.start : mention.end])
    return Place(None, tuple(candidates), text[mention.start : mention.end])
