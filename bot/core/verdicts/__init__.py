"""Determinations in words and as documents: verdicts, reasons, and what would change them."""
