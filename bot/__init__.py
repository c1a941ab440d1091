"""同行 (Tongxing): the service."""
