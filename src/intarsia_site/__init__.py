"""The site: keeps rows, decides who may see them, shows pages. The subject itself is in `intarsia`."""
