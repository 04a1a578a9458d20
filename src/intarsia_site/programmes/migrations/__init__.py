"""Migrations of programmes."""
