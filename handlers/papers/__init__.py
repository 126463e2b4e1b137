"""Papers: what is written to customers as files, in their language."""
