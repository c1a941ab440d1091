"""The workplace of staff in the browser, at `/staff`."""
