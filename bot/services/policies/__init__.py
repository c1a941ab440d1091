"""Use cases around documents, and measures that find people."""
