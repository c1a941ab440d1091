"""A folder for each subject, a module for each use case; what they need from outside stands in `ports`, and beside."""
