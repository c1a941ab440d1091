"""What the service does by itself, at its time."""
