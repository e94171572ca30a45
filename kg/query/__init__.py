"""Stored queries with typed parameters, asked of any store."""
