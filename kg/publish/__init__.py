"""Releases: what they hold, how it is written, and how one is opened."""
