"""People as far as the service keeps anything of them, and what they agreed to."""
