"""The site: keeps rows, decides who may see them, shows pages. The subject is in `intarsia`."""
