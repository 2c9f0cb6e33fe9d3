"""Læringslean: the open, self-hosted platform for a municipality's Lean learning programme."""

__version__ = "0.1.0"
