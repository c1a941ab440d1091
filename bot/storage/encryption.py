"""Encryption of what is stored about people: the first key encrypts, every key decrypts."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_LOOKUP = b"tongxing: hashes for looking up"


class UnreadableError(Exception):
    """Stored with a key that is not among the configured ones."""


class Cipher:
    """Text to ciphertext and back, and keyed hashes by which ciphertext can be found."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._first = Fernet(keys[0])
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise UnreadableError(
                "TONGXING_SECRET_KEYS 里有一把密钥的格式不对，应是 44 个字符的 Fernet 密钥。"
            ) from None
        self._lookup_keys = [_derived(key) for key in keys]

    def encrypt(self, text: bytes) -> str:
        """Ciphertext as ASCII."""
        return self._fernet.encrypt(text).decode()

    def decrypt(self, ciphertext: str) -> bytes:
        """Raises `UnreadableError` when no configured key fits."""
        try:
            return self._fernet.decrypt(ciphertext)
        except InvalidToken:
            raise UnreadableError("没有一把密钥能解开已存的内容，请检查 TONGXING_SECRET_KEYS。") from None

    def is_current(self, ciphertext: str) -> bool:
        """Whether the first key made it."""
        try:
            self._first.decrypt(ciphertext)
        except InvalidToken:
            return False
        return True

    def seal(self, text: bytes, row: str) -> str:
        """Ciphertext that belongs to one row: `row` is its id."""
        return self.encrypt(_label(row) + text)

    def unseal(self, ciphertext: str, row: str) -> bytes:
        """Raises `UnreadableError` also for what was sealed for another row."""
        text, label = self.decrypt(ciphertext), _label(row)
        if not text.startswith(label):
            raise UnreadableError("有一行加密内容是从别的行搬来的，没有读取。")
        return text.removeprefix(label)

    def hashes(self, text: str) -> list[str]:
        """Hexadecimal HMAC-SHA256 of `text` under every key, first the one to store; without a key nobody can try."""
        return [hmac.digest(key, text.encode(), "sha256").hex() for key in self._lookup_keys]


def _derived(key: str) -> bytes:
    """A key for hashing only, so that no key serves two ends."""
    return HKDF(SHA256(), 32, salt=None, info=_LOOKUP).derive(key.encode())


def _label(row: str) -> bytes:
    return f"{row}\n".encode()


def new_key() -> str:
    """A fresh random key."""
    return Fernet.generate_key().decode()
