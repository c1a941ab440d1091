"""The trained model while it answers, keywords while it does not."""

from __future__ import annotations

import structlog

from bot.core.conversation.interpretation import Interpretation
from bot.interpreters.keywords import KeywordInterpreter
from bot.interpreters.rasa_http import RasaInterpreter
from bot.services.ports import InterpreterUnavailable

log = structlog.get_logger()


class Understanding:
    """An interpreter that always answers; `ready` is switched by whoever watches the model's server."""

    def __init__(self, model: RasaInterpreter, keywords: KeywordInterpreter) -> None:
        self._model = model
        self._retired: RasaInterpreter | None = None
        self._keywords = keywords
        self.ready = True

    async def interpret(self, text: str) -> Interpretation:
        """The model's reading, or that by keywords, marked as such."""
        if self.ready:
            try:
                return await self._model.interpret(text)
            except InterpreterUnavailable as error:
                log.warning("nlu_unavailable", reason=str(error))
        return self._keywords.interpret_now(text)

    async def is_ready(self) -> bool:
        """Whether the model answers."""
        return self.ready and await self._model.is_ready()

    async def move_to(self, url: str) -> None:
        """Ask another server from now on. Who is being answered by the one before still gets their answer."""
        gone, self._retired = self._retired, self._model
        self._model = RasaInterpreter(url)
        if gone is not None:
            await gone.close()

    async def close(self) -> None:
        """Close the connections to the model."""
        await self._model.close()
        if self._retired is not None:
            await self._retired.close()
