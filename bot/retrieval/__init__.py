"""Clause search: finds passages of the catalogue and of imported documents by everyday and official words."""
