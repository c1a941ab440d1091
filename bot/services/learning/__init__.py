"""Use cases that make the service understand more."""
