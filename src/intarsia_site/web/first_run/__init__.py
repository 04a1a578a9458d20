"""The first page of an installation, once."""
