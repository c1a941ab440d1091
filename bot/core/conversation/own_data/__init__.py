"""What is kept of a person: shown to them, copied for them, taken back and deleted when they say so."""
