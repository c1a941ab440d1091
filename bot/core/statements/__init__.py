"""Reads facts out of what people say: unasked statements, replies to one question, corrections."""
