"""Pages of invitations: the link in a letter."""
