"""Proofs and what is lacking in words, as JSON, as PROV-O and as a picture."""
