"""Queries of findings."""
