"""Security Force Monitor's sheets."""
