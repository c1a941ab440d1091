"""Conversations handed over to a person: what state they are in, when somebody is there, and when somebody is not."""
