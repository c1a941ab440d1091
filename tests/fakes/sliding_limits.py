"""The limits of the Bot API as Telegram states them: so many messages in any second, and one a second to each chat."""

from __future__ import annotations

from collections import deque


class SlidingLimits:
    """Looks back over exactly one second. Moments are monotonic seconds; 0 lifts a limit."""

    def __init__(self, per_second: int = 30, per_chat: float = 1.0) -> None:
        self._per_second, self._per_chat = per_second, per_chat
        self._lately: deque[float] = deque()
        self._chats: dict[int, float] = {}
        self.least_gap = float("inf")
        """The shortest time between two messages that one chat got."""
        self.most_in_a_second = 0

    def wait(self, chat: int, now: float) -> float:
        """0 if a message to this chat is taken now, and then it counts; else seconds to wait."""
        while self._lately and now - self._lately[0] >= 1.0:
            self._lately.popleft()
        if self._per_second and len(self._lately) >= self._per_second:
            return 1.0 - (now - self._lately[0])
        last = self._chats.get(chat)
        if last is not None and now - last < self._per_chat:
            return self._per_chat - (now - last)
        if last is not None:
            self.least_gap = min(self.least_gap, now - last)
        self._chats[chat] = now
        if self._per_second:
            self._lately.append(now)
            self.most_in_a_second = max(self.most_in_a_second, len(self._lately))
        return 0.0
