"""Frozen values: dates and bounds, entities, claims, sources; and what they say as RDF."""
