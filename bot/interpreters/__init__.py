"""Reading questions: the trained model over HTTP, keywords when it is away, and the local server's supervision."""
