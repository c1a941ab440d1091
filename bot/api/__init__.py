"""The HTTP side: API, health, metrics, and the web chat's pages."""
