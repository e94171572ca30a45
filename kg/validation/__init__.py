"""Checking a graph against its shapes, and texts against the evidence that points at them."""
