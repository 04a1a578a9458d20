"""Queries of coordination."""
