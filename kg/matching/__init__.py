"""Which entities of two sources may be the same: proposals with their evidence, and decisions."""
