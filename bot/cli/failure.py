"""A foreseen failure, said in one sentence of the user's words."""

from __future__ import annotations


class Failure(Exception):
    """What went wrong and what to do; the command ends with exit code 1."""
