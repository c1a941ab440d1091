"""Registers, ledgers, cases and calendars as declared in `data/registers/`: reading, completeness, what is due."""
