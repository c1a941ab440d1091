"""Use cases around what people want to be told of, and when."""
