"""The shell around the library: keeps rows, decides who may see them, shows pages.

The only package that may import Django; its place in the import contracts is in pyproject.toml.
"""
