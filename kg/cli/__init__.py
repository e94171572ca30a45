"""The command ``kg``: each verb parses, calls one function of the library, and prints."""

from __future__ import annotations

from kg.cli.command import main

__all__ = ["main"]
