"""Services of access."""
