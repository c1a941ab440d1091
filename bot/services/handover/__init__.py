"""Use cases around conversations that staff take over."""
