"""The tables of reports, one file a noun. None yet."""
