"""What follows from the facts: OWL 2 RL and rules."""
