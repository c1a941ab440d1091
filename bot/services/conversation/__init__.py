"""Use cases of the conversation: a message comes in, an answer goes out."""
