"""How a service is to generate a password by itself."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ServerRecipe:
    """Length in characters (1 to 64), the classes to use (at least one), and characters to leave out."""

    length: int = 32
    letters: bool = True
    digits: bool = True
    symbols: bool = True
    exclude: str = ""
