"""UCDP's datasets of events and of actors."""
