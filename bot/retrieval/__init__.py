"""Clause search: finds passages of the catalogue and of imported documents by everyday and official words."""

from bot.retrieval.live import LiveSearch
from bot.retrieval.search import ClauseSearch, load_terms

__all__ = ["ClauseSearch", "LiveSearch", "load_terms"]
