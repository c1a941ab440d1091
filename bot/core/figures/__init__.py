"""What staff are shown of how the service does: months, counts, shares."""
