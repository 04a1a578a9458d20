"""The tables of programmes, one file a noun. None yet."""
