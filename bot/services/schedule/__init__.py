"""Use cases around what is planned and done at its time."""
