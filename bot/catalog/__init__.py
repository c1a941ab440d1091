"""Reads and validates `policies/` and `data/` into core objects."""
