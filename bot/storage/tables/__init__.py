"""Tables. Every change here comes with a migration under `migrations/`."""
