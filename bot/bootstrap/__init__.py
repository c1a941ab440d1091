"""The only wiring: settings in, a service out. Reads files; opens nothing that needs closing but the engine."""

from bot.bootstrap.service import POSTINGS, Service

__all__ = ["POSTINGS", "Service"]
