"""Codes of the second factor (TOTP, RFC 6238), and codes that replace it when the device is lost."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets

import pyotp

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without signs that look alike."""
STEP = 30
"""Seconds for which a code stands."""
RECOVERY_CODES = 8
_DRIFT = (0, -1, 1)
"""Steps by which the clock of the device may be wrong."""


def new_secret() -> str:
    """160 random bits in base 32."""
    return pyotp.random_base32()


def setup_address(secret: str, name: str, issuer: str) -> str:
    """What the QR code holds that an authenticator reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def step_of(secret: str, code: str, now: dt.datetime) -> int | None:
    """The step whose code this is, if it is one of now; `None` for a wrong one."""
    totp, seconds = pyotp.TOTP(secret), int(now.timestamp())
    typed = "".join(code.split())
    for drift in _DRIFT:
        if secrets.compare_digest(totp.at(seconds, counter_offset=drift).encode(), typed.encode()):
            return seconds // STEP + drift
    return None


def new_recovery_codes() -> list[str]:
    """Codes of four groups of four signs: 79 random bits each, so that a hash of one does not tell it."""
    return [random_words(4) for _ in range(RECOVERY_CODES)]


def recovery_hash(staff: str, code: str) -> str:
    """Hexadecimal SHA-256 under which a code is kept, however it was typed."""
    plain = "".join(code.upper().replace("-", " ").split())
    return hashlib.sha256(f"{staff}\n{plain}".encode()).hexdigest()


def random_words(groups: int) -> str:
    """Groups of four signs each, to be read out or typed."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(groups))
