"""Use cases around the records of declared registers."""
