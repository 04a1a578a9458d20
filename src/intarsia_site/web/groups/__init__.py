"""Pages of groups, for those who are in them and the convenor."""
