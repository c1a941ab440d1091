"""Use cases that send what is to be sent, once, within the platform's limits."""
