"""What is told without being asked: which measures are news for a person, and the one message that says so."""
