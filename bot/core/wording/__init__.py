"""Whether wording is easy to read: pieces of wording in, findings out."""
