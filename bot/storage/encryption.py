"""Encryption of what is stored about people: the first key encrypts, every key decrypts."""

from __future__ import annotations

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class UnreadableError(Exception):
    """Stored with a key that is not among the configured ones."""


class Cipher:
    """Text to ciphertext and back."""

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise UnreadableError(
                "TONGXING_SECRET_KEYS 里有一把密钥的格式不对，应是 44 个字符的 Fernet 密钥。"
            ) from None

    def encrypt(self, text: bytes) -> str:
        """Ciphertext as ASCII."""
        return self._fernet.encrypt(text).decode()

    def decrypt(self, ciphertext: str) -> bytes:
        """Raises `UnreadableError` when no configured key fits."""
        try:
            return self._fernet.decrypt(ciphertext)
        except InvalidToken:
            raise UnreadableError("没有一把密钥能解开已存的内容，请检查 TONGXING_SECRET_KEYS。") from None


def new_key() -> str:
    """A fresh random key."""
    return Fernet.generate_key().decode()
