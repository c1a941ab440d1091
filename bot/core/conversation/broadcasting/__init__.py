"""Staff announce something from their chat."""
