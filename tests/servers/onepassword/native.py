"""The native module of 1Password's SDK: its four functions as they are, and others in their place.

The real functions are kept before anything is replaced.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import pytest

from tests.servers.onepassword.refused import Refused


@dataclass(frozen=True, slots=True)
class Functions:
    """What the native module offers. All take and give JSON as text."""

    init_client: Callable[[str], Awaitable[str]]
    invoke: Callable[[str], Awaitable[str]]
    invoke_sync: Callable[[str], str]
    release_client: Callable[[str], None]


@cache
def module() -> Any:
    """Return the native module for this machine. A test that needs it is skipped where it is not."""
    pytest.importorskip("onepassword", reason="onepassword-sdk has no wheel for this Python")
    from onepassword.core import UniffiCore

    return UniffiCore().core


def current() -> Functions:
    """Return the functions that are in the module now."""
    return Functions(*(getattr(module(), each.name) for each in fields(Functions)))


@cache
def real() -> Functions:
    """Return 1Password's own functions. To be called first before any are replaced."""
    return current()


@contextmanager
def replaced(functions: Functions) -> Iterator[None]:
    """Have others in the place of the module's functions."""
    before = current()
    try:
        _set(functions)
        yield
    finally:
        _set(before)


def _set(functions: Functions) -> None:
    for each in fields(Functions):
        setattr(module(), each.name, getattr(functions, each.name))


def error(refused: Refused, text: str) -> Exception:
    """Return what the native module raises for a refusal; `text` is its JSON."""
    raised = module().Error.Error(msg=text if refused.name else refused.message)
    assert isinstance(raised, Exception)
    return raised
