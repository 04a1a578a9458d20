"""REST under /api/v1/: one file a noun, on the same services and queries as the pages."""
