"""Use cases that bring people, jobs and employers together."""
