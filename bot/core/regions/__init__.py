"""Chinese administrative regions: which place a person means, and what contains it."""

from bot.core.regions.gazetteer import Gazetteer
from bot.core.regions.mentions import Mention, find_mentions
from bot.core.regions.names import Amendment, FormerName
from bot.core.regions.region import NATIONAL, Level, Region, ancestors
from bot.core.regions.relations import Relation
from bot.core.regions.resolve import Resolution, resolve

__all__ = [
    "NATIONAL",
    "Amendment",
    "FormerName",
    "Gazetteer",
    "Level",
    "Mention",
    "Region",
    "Relation",
    "Resolution",
    "ancestors",
    "find_mentions",
    "resolve",
]
