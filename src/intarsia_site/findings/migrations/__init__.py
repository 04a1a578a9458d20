"""Migrations of findings."""
