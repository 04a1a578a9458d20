"""Services of findings."""
