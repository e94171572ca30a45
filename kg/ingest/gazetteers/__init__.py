"""Gazetteers that the user has: names, codes and bounds of places."""
