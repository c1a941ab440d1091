"""Which jobs fit a person and which people a job: needs decide, wishes rank, and what is not known is asked for."""
