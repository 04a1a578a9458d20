"""Pages of activities: the list, one of them, its place in its report, entering by hand."""
