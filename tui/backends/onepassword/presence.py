"""Whether 1Password's SDK is here: told without loading it, and without running a stranger's module of its name."""

from __future__ import annotations

import os
import platform
import sys
from importlib import metadata, util
from pathlib import Path

from tui.host.display import display_text
from tui.model.errors import Invalid

VERSIONS = "0.4."
"""What the version begins with that we know; others may ask and answer in another way."""

INSTALL = "pip install 'strongroom[onepassword]'"

_NAME = "onepassword"
_DISTRIBUTION = "onepassword-sdk"
_GLIBC = (2, 34)
_PYTHON = (3, 14)
_PROCESSORS = {"linux": ("x86_64", "aarch64"), "darwin": ("x86_64", "arm64"), "win32": ("AMD64",)}
_ELSE = "A 1Password Connect server needs nothing of the kind."


def check() -> None:
    """Raise `Invalid` where the SDK is not here."""
    found = _found()
    installed = _installed()
    if found is None:
        raise missing()
    if installed is None or installed.parent.resolve() != found.parent.resolve():
        raise Invalid(
            f"Something else has the name of 1Password’s library: {display_text(str(found))}. Rename or remove it, "
            f"then {INSTALL}."
        )
    version = metadata.version(_DISTRIBUTION)
    if not version.startswith(VERSIONS):
        raise Invalid(
            f"Version {display_text(version)} of 1Password’s library is installed, and Strongroom knows {VERSIONS}x: "
            f"{INSTALL}."
        )


def complaint() -> str:
    """Return what `check` complains of, "" where the SDK is here."""
    try:
        check()
    except Invalid as error:
        return str(error)
    return ""


def missing() -> Invalid:
    """Return that there is no SDK: how it is installed, or that it cannot be."""
    if place := unsupported():
        return _no_build(place)
    return Invalid(f"This account needs 1Password’s own library, which is not installed: {INSTALL}. {_ELSE}")


def unusable() -> Invalid:
    """Return that the SDK is here, but cannot be loaded."""
    if place := unsupported():
        return _no_build(place)
    return Invalid(
        f"1Password’s own library cannot be loaded: pip install --force-reinstall {_DISTRIBUTION} may mend it. {_ELSE}"
    )


def unsupported() -> str:
    """Return for what 1Password publishes no build of its library, as words within a sentence; "" if it does."""
    processor = platform.machine()
    if platform.python_implementation() != "CPython":
        return platform.python_implementation()
    if sys.version_info >= _PYTHON:
        return f"Python {sys.version_info[0]}.{sys.version_info[1]} (use one from 3.11 to 3.13)"
    if processor not in _PROCESSORS.get(sys.platform, ()):
        return f"{sys.platform} on {display_text(processor)}"
    if sys.platform != "linux":
        return ""
    version = _glibc()
    if version is None:
        return "a Linux without glibc, such as Alpine"
    return "" if version >= _GLIBC else f"glibc {version[0]}.{version[1]} (use a system with 2.34 or later)"


def _no_build(place: str) -> Invalid:
    return Invalid(f"1Password publishes no build of its library for {place}, and this account needs it. {_ELSE}")


def _found() -> Path | None:
    """Return the file that `import onepassword` would run."""
    try:
        spec = util.find_spec(_NAME)
    except ValueError:  # what was imported already does not say whence
        return Path(_NAME)
    if spec is None:
        return None
    places = [spec.origin, *(spec.submodule_search_locations or ())]
    return Path(next(place for place in (*places, _NAME) if place))


def _installed() -> Path | None:
    """Return the file of the SDK that was installed."""
    try:
        return Path(str(metadata.distribution(_DISTRIBUTION).locate_file(f"{_NAME}/__init__.py")))
    except metadata.PackageNotFoundError:
        return None


def _glibc() -> tuple[int, int] | None:
    """Return the version of glibc, None where there is another C library."""
    try:
        name = os.confstr("CS_GNU_LIBC_VERSION") or ""
        major, minor = name.removeprefix("glibc ").split(".")[:2]
        return int(major), int(minor)
    except (ValueError, OSError, AttributeError):
        return None
