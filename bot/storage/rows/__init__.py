"""Repositories over one open connection, a module for what belongs together."""
