"""Services of coordination."""
