"""Services of programmes."""
