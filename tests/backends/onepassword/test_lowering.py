"""Text that goes into 1Password's core at once, as it would byte by byte; and cores that are not as we know them."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tui.backends.onepassword.lowering import quicken

core_module = pytest.importorskip("onepassword.core", reason="onepassword-sdk has no wheel for this Python")


@pytest.fixture
def core() -> Iterator[Any]:
    """The SDK's native module, as it is before anything was changed; as it was afterwards."""
    native = core_module.UniffiCore().core
    builder = native._UniffiRustBufferBuilder
    before = builder.write
    builder.write = SLOW
    yield native
    builder.write = before


def _slow(self: Any, value: bytes) -> None:
    with self._reserve(len(value)):
        for i, byte in enumerate(value):
            self.rbuf.data[self.rbuf.len + i] = byte


SLOW = _slow


def lowered(core: Any, *texts: str) -> bytes:
    """Return what the core is given of texts that are written one after the other."""
    with core._UniffiRustBuffer.alloc_with_builder() as builder:
        for text in texts:
            core._UniffiConverterString.write(text, builder)
        buffer = builder.finalize()
    try:
        return ctypes.string_at(buffer.data, buffer.len)
    finally:
        buffer.free()


def test_the_core_that_is_installed_is_one_that_is_known() -> None:
    native = core_module.UniffiCore().core
    assert quicken(native)
    assert quicken(native)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=6))
def test_it_is_given_the_same_bytes(core: Any, texts: list[str]) -> None:
    core._UniffiRustBufferBuilder.write = SLOW
    slow = lowered(core, *texts)
    assert quicken(core)
    assert core._UniffiRustBufferBuilder.write is not SLOW
    assert lowered(core, *texts) == slow


async def test_a_large_request_arrives_whole(core: Any) -> None:
    assert quicken(core)
    padding = "x" * 5_000_000
    request = {"invocation": {"clientId": 1, "parameters": {"name": "ItemsGet", "parameters": {"vault_id": padding}}}}
    text = json.dumps(request)
    with pytest.raises(core.Error.Error, match=f"did not match any variant.*column {len(text)}"):
        await core.invoke(text)


def stranger(**names: object) -> ModuleType:
    """Return a module with these names."""
    module = ModuleType("op_uniffi_core")
    vars(module).update(names)
    return module


def test_another_core_stays_as_it_is(core: Any) -> None:
    class Builder:
        def write(self, value: bytes) -> None:
            raise AssertionError

    class Buffer(ctypes.Structure):
        _fields_ = [("capacity", ctypes.c_uint64), ("len", ctypes.c_uint64), ("data", ctypes.POINTER(ctypes.c_char))]

    class SameBuilder:
        write = SLOW

    write = Builder.write
    assert not quicken(stranger())
    assert not quicken(stranger(_UniffiRustBufferBuilder=Builder, _UniffiRustBuffer=core._UniffiRustBuffer))
    assert not quicken(stranger(_UniffiRustBufferBuilder=SameBuilder, _UniffiRustBuffer=Buffer))
    assert not quicken(stranger(_UniffiRustBufferBuilder=SameBuilder))
    assert not quicken(stranger(_UniffiRustBufferBuilder=None, _UniffiRustBuffer=None))
    assert (Builder.write, SameBuilder.write) == (write, SLOW)
