"""What an item without a title is called, wherever its title would stand."""

from __future__ import annotations

UNTITLED = "untitled"
"""Stands for a title that is empty, or nothing but spaces."""


def named(title: str) -> str:
    """Return a title, or what stands for it."""
    return title if title.strip() else UNTITLED
