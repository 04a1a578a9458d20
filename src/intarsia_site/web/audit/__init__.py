"""The page of the trail."""
