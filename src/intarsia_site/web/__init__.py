"""Pages: one folder a noun. They reach tables only through services and queries."""
