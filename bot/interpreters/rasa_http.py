"""The trained model behind Rasa's HTTP server."""

from __future__ import annotations

from collections import OrderedDict

import httpx
import orjson

from bot.core.conversation.interpretation import Entity, Interpretation
from bot.services.ports import InterpreterUnavailable

TIMEOUT_SECONDS = 5.0
REMEMBERED = 10_000
"""Interpretations kept in memory: many people ask in the same words."""
RANKED = 5


class RasaInterpreter:
    """Asks a Rasa server. Raises `InterpreterUnavailable` when it does not answer; never carries the text along."""

    def __init__(self, url: str, remembered: int = REMEMBERED) -> None:
        limits = httpx.Limits(max_connections=16, max_keepalive_connections=16)
        self._client = httpx.AsyncClient(base_url=url, timeout=TIMEOUT_SECONDS, limits=limits, trust_env=False)
        self._remembered = remembered
        self._cache: OrderedDict[str, Interpretation] = OrderedDict()

    async def interpret(self, text: str) -> Interpretation:
        """Topics by confidence, and entities."""
        known = self._cache.get(text)
        if known is not None:
            self._cache.move_to_end(text)
            return known
        try:
            # Rasa takes a leading slash for the name of a topic, which nobody may give itself.
            response = await self._client.post("/model/parse", content=orjson.dumps({"text": text.lstrip("/") or "？"}))
            response.raise_for_status()
            found = _interpretation(orjson.loads(response.content))
        except (httpx.HTTPError, orjson.JSONDecodeError, KeyError, TypeError) as error:
            raise InterpreterUnavailable(type(error).__name__) from None
        if self._remembered:
            self._cache[text] = found
            if len(self._cache) > self._remembered:
                self._cache.popitem(last=False)
        return found

    async def is_ready(self) -> bool:
        """Whether the server has a model loaded."""
        try:
            response = await self._client.get("/status")
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK

    def forget(self) -> None:
        """Drop remembered interpretations, e.g. after a new training."""
        self._cache.clear()

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()


def _interpretation(document: dict[str, object]) -> Interpretation:
    ranking = document["intent_ranking"]
    entities = document.get("entities") or []
    assert isinstance(ranking, list) and isinstance(entities, list)
    return Interpretation(
        ranking=tuple((str(item["name"]), float(item["confidence"])) for item in ranking[:RANKED]),
        entities=tuple(Entity(str(e["entity"]), str(e["value"]), int(e["start"]), int(e["end"])) for e in entities),
    )
