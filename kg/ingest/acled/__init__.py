"""ACLED's exports."""
