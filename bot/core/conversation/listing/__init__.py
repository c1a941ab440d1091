"""What the registers publish, as the conversation shows it: fairs, training classes, institutions."""
