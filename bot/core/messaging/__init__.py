"""Messages between people and the service, the same on every channel."""
