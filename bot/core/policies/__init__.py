"""Public policy as values: documents, clauses, dated parameters, measures, and the catalogue that holds them."""
