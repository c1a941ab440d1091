"""Platforms: each turns what comes in into core messages and core replies into what the platform shows."""
