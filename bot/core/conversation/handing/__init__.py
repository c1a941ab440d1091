"""Hands the conversation over to a person, and takes it back."""
