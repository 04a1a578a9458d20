"""Services of registry."""
