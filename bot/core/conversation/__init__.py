"""The conversation: (session, message, what it was read as, day) -> (session, answer). The same on every channel."""
