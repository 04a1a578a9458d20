"""The tables of coordination, one file a noun. None yet."""
