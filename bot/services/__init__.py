"""One module per use case; what they need from outside stands in `ports`."""
