"""Hashes of passwords. Trying one takes as long for a name that nobody has."""

from __future__ import annotations

import asyncio
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200
AT_ONCE = 2
"""Each hash takes 64 MB while it is made: many who sign in at once wait for one another instead."""


class Passwords:
    """Hashes and verifies beside the event loop."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()
        self._decoy = _decoy()
        self._turn = asyncio.Semaphore(AT_ONCE)

    async def hashed(self, password: str) -> str:
        """An argon2id hash."""
        async with self._turn:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def fits(self, password: str, hashed: str | None) -> bool:
        """Whether it is the password of this hash; without one nothing fits, but that takes just as long."""
        async with self._turn:
            return await asyncio.to_thread(self._fits, password, hashed or self._decoy) and hashed is not None

    def _fits(self, password: str, hashed: str) -> bool:
        try:
            return self._hasher.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False


@cache
def _decoy() -> str:
    """A hash that no password fits; one for the process, for making it takes as long as trying one."""
    return PasswordHasher().hash(secrets.token_hex())
