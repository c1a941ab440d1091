"""Use cases around people: who is kept, what they agreed to, and what becomes of it."""
