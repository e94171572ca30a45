"""SPARQL endpoints, and Wikidata among them."""
