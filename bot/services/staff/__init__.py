"""Use cases around staff: accounts, signing in, their day and what they see of the service."""
