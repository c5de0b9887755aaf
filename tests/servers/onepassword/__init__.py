"""A 1Password for tests behind the SDK's native module. Where the SDK is not, tests with it are skipped."""

from tests.servers.onepassword.desktop import DesktopApp
from tests.servers.onepassword.official import difference, official, official_request, signed_in, strangeness
from tests.servers.onepassword.server import OnePassword

__all__ = ["DesktopApp", "OnePassword", "difference", "official", "official_request", "signed_in", "strangeness"]
