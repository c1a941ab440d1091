"""Reads questions by the keywords of the topics: what works while the trained model is away."""

from __future__ import annotations

from bot.core.conversation.interpretation import Interpretation
from bot.core.policies.catalogue import Catalogue

EXACT = 0.95
BEST_GUESS = 0.4
"""Below the certainty an answer needs: keywords alone suggest topics, they never answer boldly."""


class KeywordInterpreter:
    """Ranks topics by the length of their keywords found in the text."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._exact = {
            phrase: topic.id for topic in catalogue.topics.values() for phrase in (topic.ask, topic.title) if phrase
        }
        self._keywords = {topic.id: topic.keywords for topic in catalogue.topics.values()}

    def interpret_now(self, text: str) -> Interpretation:
        """Topics whose keywords the text contains, the longest match first."""
        bare = text.strip(" 。？！?!.")
        if bare in self._exact:
            return Interpretation(((self._exact[bare], EXACT),), degraded=True)
        scores = {
            topic: sum(len(keyword) ** 2 for keyword in keywords if keyword.lower() in text.lower())
            for topic, keywords in self._keywords.items()
        }
        found = sorted(((score, topic) for topic, score in scores.items() if score), reverse=True)
        if not found:
            return Interpretation((("out_of_scope", BEST_GUESS),), degraded=True)
        best = found[0][0]
        return Interpretation(tuple((topic, BEST_GUESS * score / best) for score, topic in found[:5]), degraded=True)
