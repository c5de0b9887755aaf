"""Strongroom: the terminal home for password vaults."""

__version__ = "0.1.0"
