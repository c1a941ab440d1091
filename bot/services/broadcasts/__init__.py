"""Use cases around announcements of staff, until they are sent."""
