"""An interpreter for tests: words in the text decide the topic, so a test's questions say what they mean."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.conversation.interpretation import Interpretation

KEYWORDS: Mapping[str, str] = {
    "打工": "rural_transfer",
    "外出务工": "rural_transfer",
    "贷款": "startup_loan",
    "培训": "training_subsidy",
    "残保金": "levy",
    "人工": "handoff",
    "你好": "greet",
    "您好": "greet",
    "谢谢": "thanks",
    "再见": "goodbye",
}
"""First match wins; anything else is out of scope."""
SURE = 0.97


class FakeInterpreter:
    """Sure of every topic whose word it finds; remembers what it was asked."""

    def __init__(self, keywords: Mapping[str, str] = KEYWORDS) -> None:
        self._keywords = keywords
        self.asked: list[str] = []

    async def interpret(self, text: str) -> Interpretation:
        """The topic of the first keyword found, else `out_of_scope`."""
        self.asked.append(text)
        topic = next((topic for word, topic in self._keywords.items() if word in text), "out_of_scope")
        return Interpretation(((topic, SURE),))
