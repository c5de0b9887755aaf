"""What tests of tools may ask for."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.tools.keys import Keys


@pytest.fixture(scope="session")
def sdk() -> Callable[[str], bool]:
    """Return what the core of 1Password's SDK says of a reference. It needs no account and no network."""
    secrets = pytest.importorskip("onepassword.secrets", reason="onepassword-sdk has no wheel for this Python")

    def takes(text: str) -> bool:
        try:
            secrets.Secrets.validate_secret_reference(text)
        except Exception as error:  # noqa: BLE001 - the SDK raises nothing else
            assert "secret reference" in str(error), error
            return False
        return True

    return takes


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """SSH keys that ssh-keygen makes."""
    return Keys(tmp_path_factory.mktemp("keys"))
