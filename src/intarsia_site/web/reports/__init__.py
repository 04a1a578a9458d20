"""Pages of reports: sending one, looking at it, importing it, taking it back."""
