"""What claims give to reason from, what follows in both modes, what would fall."""
