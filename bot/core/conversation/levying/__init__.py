"""The levy as a dialogue: hears the numbers, asks for what is missing, tells the amount and what would change it."""
