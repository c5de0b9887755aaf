"""A value that must not be seen by accident. `reveal()` is the only way out."""

from __future__ import annotations

from typing import NoReturn, SupportsIndex

DOTS = "••••••••"
"""What every secret looks like, whatever its length."""


class Secret:
    """A concealed text.

    It prints as dots of constant length, compares in constant time, and refuses to be copied, pickled, hashed,
    iterated or formatted into its value.
    """

    __slots__ = ("__value",)
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """Return the text itself. Callers are counted by a test."""
        return self.__value

    def __bool__(self) -> bool:
        """Whether there is a text at all."""
        return bool(self.__value)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        import hmac  # it loads OpenSSL

        mine = self.__value.encode("utf-8", "surrogatepass")
        return hmac.compare_digest(mine, other.__value.encode("utf-8", "surrogatepass"))

    def __repr__(self) -> str:
        return DOTS

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return format(DOTS, spec)

    def __copy__(self) -> NoReturn:
        raise TypeError("a secret cannot be copied")

    def __deepcopy__(self, memo: object) -> NoReturn:
        raise TypeError("a secret cannot be copied")

    def __reduce_ex__(self, protocol: SupportsIndex) -> NoReturn:
        raise TypeError("a secret cannot be pickled")

    def __getstate__(self) -> NoReturn:
        raise TypeError("a secret cannot be serialised")
