"""The tables of findings, one file a noun. None yet."""
