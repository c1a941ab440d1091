"""Jobs in the conversation: a list with reasons, one in full, and the wish to go there."""
