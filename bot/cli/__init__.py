"""The `tongxing` command: one module per command or group."""
