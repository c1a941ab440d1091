"""Telegram by long polling: updates become core messages, stored replies become Telegram messages."""
