"""Pages of the registry: lists, records, forms, files and proposals of every noun."""
