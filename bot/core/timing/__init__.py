"""When something is to happen: repeats, quiet hours, how often somebody wants to be told, days of the year."""
