"""From axioms and CONSTRUCT queries to rules; what literals say; the profile OWL 2 RL."""
