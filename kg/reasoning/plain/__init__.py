"""Reasoning on plain RDF, outside any project: files in columns, graphs in memory, owlrl."""
