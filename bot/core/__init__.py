"""Pure: values in, values out; no clock, files, network, logging or randomness."""
