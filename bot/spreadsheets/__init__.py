"""Tables in xlsx and csv files, read with suspicion and written so that nothing in them is ever carried out."""
