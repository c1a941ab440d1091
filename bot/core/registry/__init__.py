"""Jobs, and what people need of a job: values that matching compares and others store."""
